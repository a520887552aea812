/**
 * Serves the description of the API, {@code openapi.yaml} of the repository, and a page to read it.
 * Writes no table.
 */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {})
@org.jspecify.annotations.NullMarked
package org.openhtc.apidoc;

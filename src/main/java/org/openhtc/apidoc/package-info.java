/**
 * Serves the description of the API, {@code openapi.yaml}, and a page that displays it. Writes no
 * table.
 */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {})
@org.jspecify.annotations.NullMarked
package org.openhtc.apidoc;

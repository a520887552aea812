/** Serves the web page at {@code /}: static files that use only the public API. Writes no table. */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {})
@org.jspecify.annotations.NullMarked
package org.openhtc.page;

/** Compute hosts, their resources and their health. Writes {@code compute_host}. */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {"region", "workspace"})
@org.jspecify.annotations.NullMarked
package org.openhtc.host;

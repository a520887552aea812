/** Compute hosts, what they hold and how they fare. Writes {@code compute_host}. */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {"region", "workspace"})
@org.jspecify.annotations.NullMarked
package org.openhtc.host;

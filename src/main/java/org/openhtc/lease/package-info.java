/**
 * Leases, by which one process at a time leads a region's scheduler, a host's agent or a background
 * job, the loops that run them, and the time that all processes agree on. Writes {@code lease},
 * {@code lease_holder}, {@code installation}.
 */
@org.springframework.modulith.ApplicationModule(allowedDependencies = "database")
@org.jspecify.annotations.NullMarked
package org.openhtc.lease;

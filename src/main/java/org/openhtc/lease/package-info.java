/**
 * Who leads what: a region's scheduler, a host's agent, housekeeping. Writes {@code lease}, {@code
 * installation}.
 */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {})
@org.jspecify.annotations.NullMarked
package org.openhtc.lease;

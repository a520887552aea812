/** Rate limits per caller and per client address. Counts in memory; writes no table. */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {})
@org.jspecify.annotations.NullMarked
package org.openhtc.ratelimit;

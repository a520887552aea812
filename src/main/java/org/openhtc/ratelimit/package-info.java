/** How often callers and strangers may ask. Keeps its counts in memory; writes no table. */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {})
@org.jspecify.annotations.NullMarked
package org.openhtc.ratelimit;

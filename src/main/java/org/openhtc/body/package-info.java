/**
 * The bodies of requests: their limits, how they are parsed and validated. An operation reads its
 * body after it has checked its caller. Writes no table.
 */
@org.springframework.modulith.ApplicationModule(allowedDependencies = "memory")
@org.jspecify.annotations.NullMarked
package org.openhtc.body;

/**
 * The bodies of requests: their limits, how they are parsed and validated, and whether the client
 * accepts that of the response. An operation reads its body after it has checked its caller. Writes
 * no table.
 */
@org.springframework.modulith.ApplicationModule(allowedDependencies = "memory")
@org.jspecify.annotations.NullMarked
package org.openhtc.body;

/**
 * Logs of jobs, as pages and as a stream. Module {@code execution} supplies and stores the lines,
 * through the interfaces of this package.
 */
@org.springframework.modulith.NamedInterface("log")
@org.jspecify.annotations.NullMarked
package org.openhtc.job.log;

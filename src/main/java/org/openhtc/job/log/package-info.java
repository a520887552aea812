/**
 * Logs of jobs, as pages and as a stream, and the port through which {@code execution} supplies
 * them.
 */
@org.springframework.modulith.NamedInterface("log")
@org.jspecify.annotations.NullMarked
package org.openhtc.job.log;

/**
 * The jobs that hosts have to run, and the reports about their attempts: what module {@code
 * execution} reads and writes.
 */
@org.springframework.modulith.NamedInterface("assignment")
@org.jspecify.annotations.NullMarked
package org.openhtc.job.assignment;

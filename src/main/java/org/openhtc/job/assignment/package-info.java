/**
 * The jobs that hosts have to run, and the reports about them: what module {@code execution} may
 * call.
 */
@org.springframework.modulith.NamedInterface("assignment")
@org.jspecify.annotations.NullMarked
package org.openhtc.job.assignment;

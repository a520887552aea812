/**
 * One trace for each job, sent to a collector of OpenTelemetry when the job has ended. Off unless a
 * collector is set.
 */
@org.springframework.modulith.NamedInterface("tracing")
@org.jspecify.annotations.NullMarked
package org.openhtc.job.tracing;

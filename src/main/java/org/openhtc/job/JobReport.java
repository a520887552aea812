package org.openhtc.job;

import java.time.Instant;

/**
 * An event of an attempt of a job, reported by execution.
 *
 * @param attempt the attempt of the event; a report of an older attempt is stale and changes
 *     nothing
 */
public record JobReport(JobId job, int attempt, Instant at, JobEvent event) {}

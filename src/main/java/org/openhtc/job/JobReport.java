package org.openhtc.job;

import java.time.Instant;

/**
 * What execution saw happen to an attempt of a job.
 *
 * @param attempt the attempt it happened to; a report of an older attempt is stale and changes
 *     nothing
 */
public record JobReport(JobId job, int attempt, Instant at, JobEvent event) {}

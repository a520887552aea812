package org.openhtc.job;

/**
 * The assignment of a job to a host.
 *
 * @param fromAttempt the job's latest attempt; 0 for a job that was never placed
 */
public record Placement(JobId job, int fromAttempt, String host) {}

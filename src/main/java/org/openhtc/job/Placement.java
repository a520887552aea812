package org.openhtc.job;

/**
 * A job goes to a host.
 *
 * @param fromAttempt the job's last attempt; 0 for a job that was never placed
 */
public record Placement(JobId job, int fromAttempt, String host) {}

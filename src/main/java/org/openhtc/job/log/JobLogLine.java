package org.openhtc.job.log;

import java.time.Instant;

/**
 * One line of a job's output without its line end.
 *
 * @param timestamp of the engine, in nanoseconds
 */
public record JobLogLine(Instant timestamp, String message) {}

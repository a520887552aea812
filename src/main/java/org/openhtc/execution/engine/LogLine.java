package org.openhtc.execution.engine;

import java.time.Instant;

/**
 * One line of a job's output without its line end.
 *
 * @param timestamp of the engine, in nanoseconds
 */
public record LogLine(Instant timestamp, String message) {}

package org.openhtc.execution.engine;

import java.time.Instant;

/** One line that a job printed, without its line end; the engine's time stamp, to nanoseconds. */
public record LogLine(Instant timestamp, String message) {}

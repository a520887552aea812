package org.openhtc.job.log;

import java.time.Instant;

/** A line that a job printed. */
public record JobLogLine(Instant timestamp, String message) {}

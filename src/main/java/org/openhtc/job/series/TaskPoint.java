package org.openhtc.job.series;

import java.time.Instant;
import java.util.Map;
import org.openhtc.job.JobStatus;

/** The counts of a task's jobs at one time. */
record TaskPoint(Instant at, Map<JobStatus, Long> counts) {}

package org.openhtc.job.forecast;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When a waiting job is expected to start.
 *
 * @param position how many waiting jobs are expected to start before it
 * @param p50 the median of the simulated times; absent if no run times were measured
 * @param p90 their 90th percentile
 * @param measuredJobs how many ended jobs of its task the run times come from; 0 if those of other
 *     tasks are used
 */
public record ExpectedStart(
    long position, @Nullable Instant p50, @Nullable Instant p90, int measuredJobs) {}

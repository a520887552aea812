package org.openhtc.job.statistics;

import org.jspecify.annotations.Nullable;

/**
 * How long jobs took; a property without a value is left out.
 *
 * @param waitTimeMillis from the submission to the start of the container; absent before the first
 *     start
 * @param runTimeMillis from the start of the container to its end; absent before the first end
 */
record Durations(@Nullable Histogram waitTimeMillis, @Nullable Histogram runTimeMillis) {}

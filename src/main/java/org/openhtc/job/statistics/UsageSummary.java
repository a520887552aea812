package org.openhtc.job.statistics;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * What ended jobs used; a property without a value is left out.
 *
 * @param runTimeMillis from the start of the container to its end, of the last attempts
 * @param peakMemoryMib of those attempts whose hosts could measure it
 * @param cpuTimeMillis of those attempts whose hosts could measure it
 */
record UsageSummary(
    @Nullable Distribution runTimeMillis,
    @JsonProperty("peakMemoryMiB") @Nullable Distribution peakMemoryMib,
    @Nullable Distribution cpuTimeMillis) {
  /** No job has ended. */
  static final UsageSummary NONE = new UsageSummary(null, null, null);

  /**
   * @param median of a sample of the jobs; null if the sample has no job that ended
   * @param p95 95th percentile of the sample
   * @param maximum of all jobs
   */
  record Distribution(@Nullable Long median, @Nullable Long p95, long maximum) {}
}

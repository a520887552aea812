package org.openhtc.job;

import org.jspecify.annotations.Nullable;

/**
 * What one attempt used of its host.
 *
 * @param peakMemoryMib largest memory use of its container in MiB; null if not known
 * @param cpuMillis CPU time of its container in milliseconds; null if not known
 */
public record AttemptUsage(@Nullable Long peakMemoryMib, @Nullable Long cpuMillis) {
  /** Neither is known. */
  public static final AttemptUsage UNKNOWN = new AttemptUsage(null, null);
}

package org.openhtc.host;

import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.openhtc.region.RegionName;

/**
 * A compute host: how it is reached, what it holds, how it fares.
 *
 * @param measure what its engine told; null before the first contact
 * @param duty what an administrator wants of it
 * @param healthReason one sentence why it is not ready; empty when it is
 * @param lastSeenAt when its engine last answered; null before the first contact
 */
public record Host(
    String name,
    RegionName region,
    URI endpoint,
    @Nullable Path tlsDirectory,
    HostSource source,
    Reserve reserve,
    @Nullable HostMeasure measure,
    Duty duty,
    HostHealth health,
    String healthReason,
    @Nullable Instant lastSeenAt) {

  /**
   * What is kept from jobs, and how far vCPUs are shared out.
   *
   * @param vcpuOvercommit jobs' vCPUs per vCPU of the machine; 1 shares none twice
   */
  public record Reserve(int vcpus, long memoryMib, double vcpuOvercommit) {}

  /**
   * @param reason one sentence; empty when none was given
   * @param since null while nobody has changed it
   */
  public record Duty(HostDuty is, String reason, @Nullable Instant since) {
    public static final Duty WORKING = new Duty(HostDuty.WORKING, "", null);
  }

  /** Whether it takes jobs. */
  public boolean isReady() {
    return health == HostHealth.READY && measure != null && duty.is == HostDuty.WORKING;
  }

  /** vCPUs for jobs; 0 before the first contact. */
  public int vcpusForJobs() {
    return measure == null
        ? 0
        : Math.max(0, (int) ((measure.vcpus() - reserve.vcpus) * reserve.vcpuOvercommit));
  }

  /** Memory for jobs in MiB; 0 before the first contact. */
  public long memoryForJobs() {
    return measure == null ? 0 : Math.max(0, measure.memoryMib() - reserve.memoryMib);
  }
}

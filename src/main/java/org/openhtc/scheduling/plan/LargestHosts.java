package org.openhtc.scheduling.plan;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.openhtc.host.Host;
import org.openhtc.job.queue.WaitingBatch;
import org.openhtc.job.queue.WaitingBatch.WaitingRetry;
import org.openhtc.job.queue.WaitingClass;
import org.openhtc.region.RegionName;

/**
 * The memory of the largest host for each class of jobs. Retry rules may raise the memory of a job
 * above that of every host; such a job gets all that the largest host has, because it would
 * otherwise wait for ever. Hosts that take no jobs now count, too: they may return.
 */
public final class LargestHosts {
  private static final long NONE = 0;

  private final Collection<Host> everywhere;
  private final RegionName region;
  private final AllowedHosts allowed;
  private final Map<WaitingClass, Long> memories = new HashMap<>();

  /**
   * @param everywhere the hosts of all regions
   * @param region of the plan
   * @param allowed hosts of the region that each project's jobs may use
   */
  public LargestHosts(Collection<Host> everywhere, RegionName region, AllowedHosts allowed) {
    this.everywhere = everywhere;
    this.region = region;
    this.allowed = allowed;
  }

  /** The batch, with retries whose memory is that of the largest host at most. */
  public WaitingBatch limit(WaitingClass of, WaitingBatch batch) {
    int own = batch.demand().memoryMib();
    if (batch.retries().stream().noneMatch(retry -> retry.memoryMib() > own)) {
      return batch;
    }
    long most = memories.computeIfAbsent(of, this::largest);
    return most == NONE ? batch : batch.withRetries(limited(batch.retries(), most));
  }

  private static List<WaitingRetry> limited(List<WaitingRetry> retries, long most) {
    return retries.stream().map(retry -> retry.withMemoryOfAtMost(most)).toList();
  }

  /** Of the hosts that suit the class itself. */
  private long largest(WaitingClass of) {
    return everywhere.stream()
        .filter(host -> of.regions().contains(host.region()) && isAllowed(of, host))
        .filter(host -> HostChecks.suits(host, of.demand()))
        .mapToLong(Host::memoryForJobs)
        .max()
        .orElse(NONE);
  }

  private boolean isAllowed(WaitingClass of, Host host) {
    return host.region() != region || allowed.of(of.project(), of.priority()).contains(host.name());
  }
}

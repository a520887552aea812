package org.openhtc.scheduling;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.openhtc.host.Hosts;
import org.openhtc.job.JobId;
import org.openhtc.job.Placement;
import org.openhtc.job.queue.JobQueue;
import org.openhtc.job.queue.VcpuLimits;
import org.openhtc.lease.Lease;
import org.openhtc.lease.Leases;
import org.openhtc.region.RegionName;
import org.openhtc.scheduling.ahead.PreparedJobs;
import org.openhtc.scheduling.plan.PlacementPlan;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Places jobs only while this process leads their region and their hosts may get jobs. */
final class LeaderPlacement {
  private static final Logger log = LoggerFactory.getLogger(LeaderPlacement.class);

  private final RegionName region;
  private final JobQueue queue;
  private final Hosts hosts;
  private final Leases leases;
  private final Usage usage;
  private final PreparedJobs prepared;

  LeaderPlacement(
      RegionName region,
      JobQueue queue,
      Hosts hosts,
      Leases leases,
      Usage usage,
      PreparedJobs prepared) {
    this.region = region;
    this.queue = queue;
    this.hosts = hosts;
    this.leases = leases;
    this.usage = usage;
    this.prepared = prepared;
  }

  /** The lease of the region; empty while another process leads it, or should lead it. */
  Optional<Lease> lead() {
    Optional<Lease> lease = hold();
    if (lease.filter(leases::isExcess).isPresent()) {
      leases.release(lease.get());
      return Optional.empty();
    }
    return lease;
  }

  private Optional<Lease> hold() {
    return leases.hold("region:" + region);
  }

  /**
   * Places what is planned. Reading may have taken longer than the lease lasts: no other process
   * may have led since.
   *
   * @return how many jobs were placed
   */
  int place(Lease lease, PlacementPlan planned, VcpuLimits vcpus) {
    List<Placement> plan = planned.placements();
    if (plan.isEmpty()) {
      return 0;
    }
    if (!hold().equals(Optional.of(lease))) {
      warnOfLostLease();
      return 0;
    }
    Set<String> names = plan.stream().map(Placement::host).collect(Collectors.toSet());
    usage.markChanged(names); // before the transaction: its result may get lost
    prepared.add(planned.prepared());
    return queue.place(region, plan, vcpus, () -> holds(lease, names));
  }

  /** Whether jobs were placed ahead that may not have started. */
  boolean hasPreparedJobs() {
    return !prepared.isEmpty();
  }

  /** Requests the return of jobs that were placed ahead and should not wait on their hosts. */
  void requestReturns(PreparedJobs.Situation situation) {
    Map<String, Set<JobId>> unwanted = prepared.takeUnwanted(situation);
    if (!unwanted.isEmpty()) {
      queue.requestReturns(unwanted);
    }
  }

  /**
   * The fence of the placements. If a host was drained, removed or moved to another region since
   * the plan was made, nothing is placed; the next tick plans without it.
   */
  private boolean holds(Lease lease, Set<String> names) {
    if (!leases.isHeld(lease)) {
      warnOfLostLease();
      return false;
    }
    return hosts.lockWorking(names, region);
  }

  private void warnOfLostLease() {
    log.warn("Region {} got another leader during a tick, which therefore placed nothing", region);
  }
}

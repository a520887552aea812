package org.openhtc.job.queue;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.openhtc.job.Placement;
import org.openhtc.region.RegionName;
import org.springframework.stereotype.Service;

/** The queue as module {@code scheduling} uses it: reads what waits, admits, places, explains. */
@Service
public class JobQueue {
  private final JobQueueStore store;
  private final AdmissionStore admission;
  private final PlacementTransaction placements;
  private final WaitingReasonStore reasons;
  private final UnreachableRegionStore unreachable;
  private final Clock clock;

  JobQueue(
      JobQueueStore store,
      AdmissionStore admission,
      PlacementTransaction placements,
      WaitingReasonStore reasons,
      UnreachableRegionStore unreachable,
      Clock clock) {
    this.store = store;
    this.admission = admission;
    this.placements = placements;
    this.reasons = reasons;
    this.unreachable = unreachable;
    this.clock = clock;
  }

  /** What waits now. */
  public QueueOverview overview() {
    return store.overview();
  }

  /**
   * Admits the submitted tails that the region is responsible for and that no limit applies to.
   *
   * @param last latest submission to admit
   * @return how many tails were admitted
   */
  public int admitUnlimited(ResponsibleRegion by, VcpuLimits limits, long last) {
    return admission.admitUnlimited(by, limits, last, clock.instant());
  }

  /**
   * The submitted tails that the region is responsible for and that a limit applies to, in order of
   * priority and age.
   *
   * @param last latest submission to return
   */
  public List<HeldTail> held(ResponsibleRegion by, VcpuLimits limits, long last) {
    return admission.held(by, limits, last);
  }

  /** The vCPUs of the jobs that are admitted and have not ended, where a limit applies. */
  public VcpuUse vcpusAdmitted(VcpuLimits limits) {
    return admission.admitted(limits);
  }

  /**
   * Admits held tails; leaves out those that another transaction has changed or locked.
   *
   * @return how many tails were admitted
   */
  public int admit(RegionName region, Collection<UUID> held) {
    return admission.admit(region, held, clock.instant());
  }

  /** Writes why tails are held; leaves out those that another transaction has changed or locked. */
  public void explainHeld(Map<UUID, String> reasons) {
    admission.explain(reasons);
  }

  /**
   * The batches with waiting jobs that the next {@code room} placements can come from: of each
   * project, priority and demand the first ones in order of submission.
   */
  public List<WaitingBatch> waiting(RegionName region, int room) {
    return store.waiting(region, room);
  }

  /** The different classes of jobs that wait in the region. */
  public List<WaitingClass> waitingClasses(RegionName region) {
    return store.waitingClasses(region);
  }

  /** What jobs use of each host that has jobs. */
  public List<HostUse> hostUse() {
    return store.hostUse();
  }

  /** What is in use now, in all regions. */
  public VcpuUse vcpusInUse() {
    return store.vcpusInUse();
  }

  /**
   * Places jobs in one transaction. Leaves out placements that another transaction made impossible,
   * or that a limit no longer allows.
   *
   * @param fence checked inside the transaction; if it does not hold, nothing is written
   * @return how many jobs were placed
   */
  public int place(RegionName region, List<Placement> wanted, VcpuLimits limits, Fence fence) {
    return placements.place(region, wanted, limits, fence, clock.instant());
  }

  /**
   * Writes why the waiting jobs of a demand wait; unchanged reasons are not written again.
   *
   * @param excluded projects whose jobs have a reason of their own
   * @return false if rows were skipped because another transaction had locked them
   */
  public boolean explain(
      ResponsibleRegion by, Demand demand, String reason, Collection<UUID> excluded) {
    return reasons.explain(by, demand, reason, excluded);
  }

  /**
   * Writes why the waiting jobs of a class wait.
   *
   * @return false if rows were skipped because another transaction had locked them
   */
  public boolean explain(ResponsibleRegion by, WaitingClass waiting, String reason) {
    return reasons.explain(by, waiting, reason);
  }

  /**
   * Fails the waiting jobs of the region whose other regions are unreachable, too: no host could
   * have run them for too long.
   *
   * @param down the unreachable regions, including {@code region}
   * @param grace how long they were unreachable
   * @return how many tails failed
   */
  public int failWaiting(RegionName region, Collection<RegionName> down, Duration grace) {
    return unreachable.failWaiting(region, down, grace, clock.instant());
  }
}

package org.openhtc.job.queue;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
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

  /** The sequence number of the latest submission; submissions that begin later get higher ones. */
  public long lastSubmission() {
    return store.lastSubmission();
  }

  /**
   * Admits the submitted tails that the region is responsible for, as far as the limits allow. A
   * tail that does not fit as a whole is held, with the limit as its reason; its jobs may still be
   * placed, as far as they fit.
   *
   * @param last latest submission to admit. Read before the limits, so that a limit that was set
   *     before a submission is known when that submission is admitted.
   * @return how many tails were admitted
   */
  public int admit(ResponsibleRegion by, VcpuLimits limits, long last) {
    return admission.admit(by, limits, last, clock.instant());
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

  /** The regions that jobs wait in, with or without hosts. */
  public Set<RegionName> regions() {
    return store.regions();
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

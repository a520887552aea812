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

/** What module {@code scheduling} asks and tells: who waits, what is taken, who goes where. */
@Service
public class JobQueue {
  private final JobQueueStore store;
  private final AdmissionStore admission;
  private final PlacementStore placements;
  private final WaitingReasonStore reasons;
  private final UnreachableRegionStore downRegions;
  private final Clock clock;

  JobQueue(
      JobQueueStore store,
      AdmissionStore admission,
      PlacementStore placements,
      WaitingReasonStore reasons,
      UnreachableRegionStore downRegions,
      Clock clock) {
    this.store = store;
    this.admission = admission;
    this.placements = placements;
    this.reasons = reasons;
    this.downRegions = downRegions;
    this.clock = clock;
  }

  /** The number of the youngest submission; those that begin later get higher ones. */
  public long lastSubmission() {
    return store.lastSubmission();
  }

  /**
   * Moves submitted tails of the region's own batches into the queue, as far as the limits allow. A
   * tail that does not fit as a whole is held and told so; its jobs may be placed all the same, as
   * far as they fit.
   *
   * @param last youngest submission that is looked at. Asked before the limits, so that a limit
   *     that was set before a submission is known when that is admitted.
   * @return how many batches moved
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

  /** The different kinds of jobs that wait in the region. */
  public List<WaitingClass> kinds(RegionName region) {
    return store.kinds(region);
  }

  /** The regions that jobs wait in, whether they have hosts or not. */
  public Set<RegionName> regions() {
    return store.regions();
  }

  /** What is taken of each host that has jobs. */
  public List<HostUse> hostUse() {
    return store.hostUse();
  }

  /** What is in use now, in all regions. */
  public VcpuUse vcpusInUse() {
    return store.vcpusInUse();
  }

  /**
   * Places jobs in one transaction. Placements that someone else was faster with, or that a limit
   * no longer allows, are left out.
   *
   * @param fence asked inside the transaction; when it does not hold nothing is written
   * @return how many jobs were placed
   */
  public int place(RegionName region, List<Placement> wanted, VcpuLimits limits, Fence fence) {
    return placements.place(region, wanted, limits, fence, clock.instant());
  }

  /**
   * Tells the waiting jobs of that demand why they wait; unchanged reasons cost no write.
   *
   * @param apart projects whose jobs are told otherwise
   * @return false when some must be told again, because another writer was at them
   */
  public boolean explain(
      ResponsibleRegion by, Demand demand, String reason, Collection<UUID> apart) {
    return reasons.explain(by, demand, reason, apart);
  }

  /**
   * Tells the waiting jobs of that kind why they wait, other than those of other projects.
   *
   * @return false when some must be told again, because another writer was at them
   */
  public boolean explain(ResponsibleRegion by, WaitingClass kind, String reason) {
    return reasons.explain(by, kind, reason);
  }

  /**
   * Fails the waiting jobs of the region that no other region may take: no host could have taken
   * them for too long.
   *
   * @param down the regions that are down, {@code region} among them
   * @param grace for how long they were
   * @return how many tails failed
   */
  public int failWaiting(RegionName region, Collection<RegionName> down, Duration grace) {
    return downRegions.failWaiting(region, down, grace, clock.instant());
  }
}

package org.openhtc.job.queue;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.openhtc.job.JobId;
import org.openhtc.job.Placement;
import org.openhtc.job.assignment.ReturnsRequested;
import org.openhtc.region.RegionName;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;

/** The queue as module {@code scheduling} uses it: reads what waits, admits, places, explains. */
@Service
public class JobQueue implements WaitingReasonWriter {
  private final QueueOverviewStore overview;
  private final WaitingBatchStore batches;
  private final AdmissionStore admission;
  private final PlacementTransaction placements;
  private final WaitingReasonStore reasons;
  private final UnreachableRegionStore unreachable;
  private final ApplicationEventPublisher events;
  private final Clock clock;

  JobQueue(
      QueueOverviewStore overview,
      WaitingBatchStore batches,
      AdmissionStore admission,
      PlacementTransaction placements,
      WaitingReasonStore reasons,
      UnreachableRegionStore unreachable,
      ApplicationEventPublisher events,
      Clock clock) {
    this.overview = overview;
    this.batches = batches;
    this.admission = admission;
    this.placements = placements;
    this.reasons = reasons;
    this.unreachable = unreachable;
    this.events = events;
    this.clock = clock;
  }

  /** What waits now. */
  public QueueOverview overview() {
    return overview.read();
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
   * The first waiting batches of each class, in order of submission.
   *
   * @param depths how many batches of each class
   * @param room most jobs that are placed now; of each batch as many retries are read
   */
  public Map<WaitingClass, List<WaitingBatch>> waiting(
      Map<WaitingClass, Integer> depths, int room) {
    return batches.read(depths, room);
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

  @Override
  public void replaceReasons(RegionName region, Map<WaitingClass, String> written) {
    reasons.replace(region, written);
  }

  @Override
  public void changeReasons(
      RegionName region, Map<WaitingClass, String> changed, Collection<WaitingClass> removed) {
    reasons.change(region, changed, removed);
  }

  /** Requests from hosts to give back jobs that were placed ahead, unless they have started. */
  public void requestReturns(Map<String, Set<JobId>> byHost) {
    events.publishEvent(new ReturnsRequested(byHost));
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

  /**
   * Fails the jobs of these classes that have waited for longer than the grace time: no host suits
   * them.
   *
   * @param grace for how long no host of their regions has suited them
   * @return how many tails failed
   */
  public int failUnsuited(Collection<WaitingClass> classes, Duration grace) {
    return unreachable.failUnsuited(classes, grace, clock.instant());
  }
}

package org.openhtc.job;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.openhtc.region.RegionName;
import org.springframework.stereotype.Service;

/** What module {@code scheduling} asks and tells: who waits, what is taken, who goes where. */
@Service
public class JobQueue {
  private final JobQueueStore store;
  private final JobPlacementStore placements;
  private final Clock clock;

  JobQueue(JobQueueStore store, JobPlacementStore placements, Clock clock) {
    this.store = store;
    this.placements = placements;
    this.clock = clock;
  }

  /**
   * Moves the tails that were just submitted into the region's queue.
   *
   * @return how many batches moved
   */
  public int admit(RegionName region) {
    return store.admit(region, clock.instant());
  }

  /**
   * The batches with waiting jobs that the next {@code room} placements can come from: of each
   * project, priority and demand the first ones in order of submission.
   */
  public List<WaitingBatch> waiting(RegionName region, int room) {
    return store.waiting(region, room);
  }

  /** The different demands that wait in the region. */
  public List<Demand> demands(RegionName region) {
    return store.demands(region);
  }

  /** What is taken of each host that has jobs. */
  public List<HostUse> hostUse() {
    return store.hostUse();
  }

  /** vCPUs that each project has in use, in all regions. */
  public Map<UUID, Long> vcpusByProject() {
    return store.vcpusByProject();
  }

  /**
   * Places jobs in one transaction. Placements that someone else was faster with are left out.
   *
   * @param fence asked inside the transaction; when it does not hold nothing is written
   * @return how many jobs were placed
   */
  public int place(RegionName region, List<Placement> wanted, Fence fence) {
    return placements.place(region, wanted, fence, clock.instant());
  }

  /** Tells the waiting jobs of that demand why they wait; unchanged reasons cost no write. */
  public void explain(RegionName region, Demand demand, String reason) {
    store.explain(region, demand, reason);
  }

  /**
   * Fails every waiting job of the region: no host could have taken it for too long.
   *
   * @return how many batches were touched
   */
  public int failWaiting(RegionName region, String words) {
    return placements.failWaiting(region, words, clock.instant());
  }
}

package org.openhtc.scheduling.plan;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.openhtc.job.Placement;
import org.openhtc.job.queue.Demand;
import org.openhtc.job.queue.VcpuBudget;
import org.openhtc.job.queue.WaitingBatch;
import org.openhtc.region.JobPriority;
import org.openhtc.scheduling.ahead.PreparedJob;
import org.openhtc.scheduling.ahead.PreparedJobs;

/**
 * Which jobs one tick places on which hosts; computed by {@link Planner}. Jobs are placed in the
 * order of priority, then of the vCPUs that their project uses, fewest first, then of age. Each one
 * gets the host with the most free vCPUs of those that have room for it ({@link FreeHosts#choose}).
 * A project that has reached a limit gets no more. A job that no host has room for is placed ahead
 * on a host that is expected to have room soon. If there is none, or if a limit holds the job,
 * smaller jobs are placed first until it has waited long enough: from then on {@link Reservations}
 * keep capacity free for it.
 *
 * @param placements in the order of the plan
 * @param prepared the jobs that are placed ahead
 * @param missed what waiting jobs need that would fit on an empty host and found no room
 * @param hosts what each host has free after the placements
 * @param budget what the limits leave after the placements and reservations
 * @param allowed hosts that each project's jobs may use
 * @param isComplete whether all jobs were placed that there was room for
 */
public record PlacementPlan(
    List<Placement> placements,
    List<PreparedJob> prepared,
    Set<Missed> missed,
    FreeHosts hosts,
    VcpuBudget budget,
    AllowedHosts allowed,
    boolean isComplete)
    implements PreparedJobs.Situation {

  /** A waiting job that found no room. */
  public record Missed(JobPriority priority, Demand demand, HostSet allowed) {}

  /**
   * @param waiting in order of priority and age
   * @param rooms what hosts have free
   * @param ahead room that hosts are expected to have soon
   * @param allowed hosts that each project's jobs may use
   * @param budget what is in use and what the limits allow; every placement is taken from it
   * @param mayBeOvertaken whether smaller jobs may still be placed before the jobs of a batch
   * @param limit most placements
   */
  public static PlacementPlan of(
      List<WaitingBatch> waiting,
      Collection<HostRoom> rooms,
      Collection<HostRoom> ahead,
      AllowedHosts allowed,
      VcpuBudget budget,
      Predicate<WaitingBatch> mayBeOvertaken,
      int limit) {
    Planner planner =
        new Planner(
            new FreeHosts(rooms, HostChecks::fits),
            new FreeHosts(ahead, HostChecks::fits),
            allowed,
            budget,
            mayBeOvertaken,
            limit);
    return planner.plan(waiting);
  }

  /** What each host has left, including those that are kept free. */
  public List<HostRoom> remaining() {
    return hosts.remaining();
  }

  /** The hosts that are kept free for a job that has waited too long. */
  public Set<String> kept() {
    return hosts.kept();
  }

  @Override
  public boolean hasStartedAll(String host) {
    return hosts.remaining(host).filter(room -> room.vcpus() >= 0).isPresent();
  }

  @Override
  public boolean isInTheWay(PreparedJob job) {
    return missed.stream()
        .filter(waiting -> waiting.priority.compareTo(job.priority()) < 0)
        .filter(waiting -> waiting.allowed.contains(job.host()))
        .anyMatch(waiting ->
            hosts
                .remaining(job.host())
                .filter(room -> HostChecks.fits(room.empty(), waiting.demand))
                .isPresent());
  }

  @Override
  public boolean takeRoomFor(PreparedJob job) {
    HostSet open = allowed.of(job.project(), job.priority());
    Optional<HostRoom> host = isComplete ? hosts.choose(job.demand(), open) : Optional.empty();
    host.ifPresent(room -> hosts.take(room, job.demand()));
    return host.isPresent();
  }
}

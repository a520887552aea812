package org.openhtc.scheduling.plan;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.UUID;
import java.util.function.ToLongFunction;
import org.openhtc.job.JobId;
import org.openhtc.job.Placement;
import org.openhtc.job.queue.Demand;
import org.openhtc.job.queue.VcpuBudget;
import org.openhtc.job.queue.VcpuLimits;
import org.openhtc.job.queue.VcpuUse;
import org.openhtc.job.queue.WaitingBatch;

/**
 * When waiting jobs are expected to start: {@link PlacementPlan} on a copy of the queue, repeated
 * while the jobs on the hosts end after the run times that are given. A pure function of its
 * parameters, used once. Jobs that end at almost the same time are planned together: a start is
 * expected up to {@link #PRECISION} too late.
 */
public final class StartEstimate {
  /** The share of the wait by which a start may be wrong. */
  private static final double PRECISION = 0.05;

  private static final long SHORTEST_STEP_MILLIS = 10;

  /**
   * A job on a host.
   *
   * @param remaining how long it is expected to run from now on
   */
  public record Running(
      String host, UUID project, String workspace, Demand demand, Duration remaining) {}

  /**
   * What a plan depends on, at one moment.
   *
   * @param waiting in the order of submission
   * @param rooms what ready hosts have free
   * @param reserveAfter how long a job lets smaller ones pass
   */
  public record Situation(
      Instant now,
      List<WaitingBatch> waiting,
      List<HostRoom> rooms,
      List<Running> running,
      AllowedHosts allowed,
      VcpuLimits limits,
      VcpuUse use,
      Duration reserveAfter) {

    /** The same with other jobs on the hosts. */
    public Situation with(List<Running> onHosts) {
      return new Situation(now, waiting, rooms, onHosts, allowed, limits, use, reserveAfter);
    }
  }

  /**
   * The expected start of a job.
   *
   * @param position how many waiting jobs start before it
   * @param millis from now
   */
  public record Start(int position, long millis) {}

  /**
   * @param byJob the jobs that start, in any order; the jobs of a tail are numbered consecutively
   *     from its first one
   * @param isComplete whether all jobs that can start are in it
   */
  public record Starts(Map<JobId, Start> byJob, boolean isComplete, long lastMillis) {}

  private record End(long at, String host, UUID project, String workspace, Demand demand) {}

  private final Situation situation;
  private final ToLongFunction<UUID> runMillis;
  private final int most;
  private final QueueCopy queue;
  private final Map<String, HostRoom> rooms = new HashMap<>();
  private final Map<UUID, Long> byProject;
  private final Map<String, Long> byWorkspace;
  private final PriorityQueue<End> ends = new PriorityQueue<>(Comparator.comparingLong(End::at));
  private final Map<JobId, Start> starts = new HashMap<>();
  private long now;

  private StartEstimate(Situation situation, ToLongFunction<UUID> runMillis, int most) {
    this.situation = situation;
    this.runMillis = runMillis;
    this.most = most;
    this.queue = new QueueCopy(situation.waiting);
    this.byProject = new HashMap<>(situation.use.byProject());
    this.byWorkspace = new HashMap<>(situation.use.byWorkspace());
    situation.rooms.forEach(room -> rooms.put(room.host(), room));
    for (Running job : situation.running) {
      long at = Math.max(0, job.remaining.toMillis());
      ends.add(new End(at, job.host, job.project, job.workspace, job.demand));
    }
  }

  /**
   * @param runMillis how long a job of the batch with that id is expected to run
   * @param most jobs whose start is computed
   */
  public static Starts of(Situation situation, ToLongFunction<UUID> runMillis, int most) {
    return new StartEstimate(situation, runMillis, most).run();
  }

  private Starts run() {
    place();
    while (!queue.isEmpty() && !ends.isEmpty() && starts.size() < most) {
      advance();
      place();
    }
    boolean isComplete = queue.isEmpty() || starts.size() < most;
    return new Starts(starts, isComplete, now);
  }

  /** To the next ends of jobs. */
  private void advance() {
    long first = ends.element().at;
    long until = Math.max(first, now) + SHORTEST_STEP_MILLIS + (long) (first * PRECISION);
    while (!ends.isEmpty() && ends.element().at <= until) {
      End end = ends.remove();
      now = Math.max(now, end.at);
      rooms.computeIfPresent(end.host, (host, room) -> room.plus(end.demand));
      byProject.merge(end.project, (long) -end.demand.vcpus(), Long::sum);
      byWorkspace.merge(end.workspace, (long) -end.demand.vcpus(), Long::sum);
    }
  }

  private void place() {
    long free = 0;
    for (HostRoom room : rooms.values()) {
      free += Math.max(0, room.vcpus());
    }
    if (free == 0) {
      return;
    }
    int limit = (int) Math.min(free, most - starts.size());
    Instant longAgo = situation.now.plusMillis(now).minus(situation.reserveAfter);
    PlacementPlan plan =
        PlacementPlan.of(
            queue.first(free),
            rooms.values(),
            List.of(),
            situation.allowed,
            new VcpuBudget(situation.limits, new VcpuUse(byProject, byWorkspace)),
            batch -> batch.waitingSince().isAfter(longAgo),
            limit);
    plan.placements().forEach(this::start);
    new ArrayList<>(plan.remaining()).forEach(room -> rooms.put(room.host(), room));
    queue.remove(plan.placements(), situation.now.plusMillis(now));
  }

  private void start(Placement placement) {
    WaitingBatch batch = queue.batch(placement.job().batchId());
    Demand demand = queue.demand(placement);
    starts.put(placement.job(), new Start(starts.size(), now));
    byProject.merge(batch.projectId(), (long) demand.vcpus(), Long::sum);
    byWorkspace.merge(batch.workspaceId(), (long) demand.vcpus(), Long::sum);
    long run = Math.max(1, runMillis.applyAsLong(batch.id()));
    ends.add(new End(now + run, placement.host(), batch.projectId(), batch.workspaceId(), demand));
  }
}

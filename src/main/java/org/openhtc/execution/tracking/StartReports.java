package org.openhtc.execution.tracking;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.openhtc.execution.AttemptId;
import org.openhtc.job.JobEvent;
import org.openhtc.job.JobReport;
import org.openhtc.job.assignment.Assignments;
import org.openhtc.lease.DueTime;
import org.openhtc.lease.LoopingComponent;
import org.openhtc.lease.WakeableLoop;
import org.springframework.stereotype.Component;

/**
 * Reports the starts of containers on all hosts of the process together, a moment after they
 * happened. The start of a job that has ended by then is reported with its end instead, so a short
 * job needs one report.
 */
@Component
public class StartReports extends LoopingComponent {
  private static final Duration DELAY = Duration.ofMillis(200);
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  /** Bounds one transaction. */
  private static final int GROUP = 1000;

  private record Pending(TrackedLaunches launches, AttemptId attempt, DueTime due) {}

  private record Taken(Pending pending, TrackedLaunches.Start start) {
    JobReport report() {
      return new JobReport(
          start.job().id(), start.job().attempt(), start.at(), new JobEvent.ContainerStarted());
    }
  }

  private final Assignments assignments;
  private final Clock clock;
  private final ConcurrentLinkedQueue<Pending> queue = new ConcurrentLinkedQueue<>();

  public StartReports(Assignments assignments, Clock clock) {
    super(new WakeableLoop("start-reports", SHORTEST_PAUSE, LONGEST_PAUSE));
    this.assignments = assignments;
    this.clock = clock;
  }

  void add(TrackedLaunches launches, AttemptId attempt, Instant now) {
    queue.add(new Pending(launches, attempt, DueTime.after(DELAY, now)));
    wake();
  }

  /** Writes the starts that are due. */
  @Override
  public void pass() {
    Instant now = clock.instant();
    for (List<Taken> group = due(now); !group.isEmpty(); group = due(now)) {
      record(group);
    }
    if (!queue.isEmpty()) {
      wake();
    }
  }

  private List<Taken> due(Instant now) {
    List<Taken> group = new ArrayList<>();
    for (Pending next = queue.peek();
        next != null && next.due.isReached(now) && group.size() < GROUP;
        next = queue.peek()) {
      Pending pending = queue.poll();
      Optional<TrackedLaunches.Start> start = pending.launches.takeStart(pending.attempt);
      start.ifPresent(observed -> group.add(new Taken(pending, observed)));
    }
    return group;
  }

  /** After a failure the starts are reported again with the next ones. */
  private void record(List<Taken> group) {
    List<Boolean> counted;
    try {
      counted = assignments.record(group.stream().map(Taken::report).toList());
    } catch (RuntimeException e) {
      DueTime later = DueTime.after(LONGEST_PAUSE, clock.instant());
      group.forEach(t -> queue.add(new Pending(t.pending.launches, t.pending.attempt, later)));
      throw e;
    }
    for (int i = 0; i < group.size(); i++) {
      Pending pending = group.get(i).pending;
      pending.launches.startReported(pending.attempt, counted.get(i));
    }
  }
}

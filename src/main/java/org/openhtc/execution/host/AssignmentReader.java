package org.openhtc.execution.host;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.openhtc.job.assignment.Assignment;
import org.openhtc.job.assignment.Assignments;
import org.openhtc.lease.WakeableLoop;

/**
 * Reads the assignments of the hosts that this process leads, many in one read: of all of them at a
 * low pace, and at once of those whose work has changed.
 */
final class AssignmentReader {
  /** Lets changes that come together be read together. */
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(50);

  private final Assignments assignments;
  private final Supplier<Collection<HostAgent>> agents;
  private final ReadTurns turns;
  private final WakeableLoop loop;
  private final Set<String> changed = ConcurrentHashMap.newKeySet();

  /**
   * @param agents those that run now
   * @param interval between two reads of a host without changes
   * @param poll longest pause between two passes
   */
  AssignmentReader(
      Assignments assignments,
      Supplier<Collection<HostAgent>> agents,
      Duration interval,
      Duration poll,
      Clock clock) {
    this.assignments = assignments;
    this.agents = agents;
    this.turns = new ReadTurns(interval, poll, clock);
    this.loop = new WakeableLoop("assignments", SHORTEST_PAUSE, poll);
  }

  void start() {
    loop.start(this::pass);
  }

  void stop() {
    loop.stop();
  }

  /** Lets the assignments of these hosts be read soon. */
  void changed(Set<String> hosts) {
    if (changed.addAll(hosts)) {
      loop.wake();
    }
  }

  void pass() {
    Set<String> named = new HashSet<>(changed);
    changed.removeAll(named);
    Collection<HostAgent> all = agents.get();
    Set<String> due = turns.due(all.stream().map(HostAgent::host).toList());
    List<AssignmentSnapshot> snapshots =
        all.stream()
            .filter(agent -> due.contains(agent.host()) || named.contains(agent.host()))
            .flatMap(agent -> agent.snapshot().stream())
            .toList();
    if (!snapshots.isEmpty()) {
      read(snapshots, named);
    }
  }

  private void read(List<AssignmentSnapshot> snapshots, Set<String> named) {
    Map<String, List<Assignment>> jobs;
    try {
      jobs =
          assignments.onHosts(
              snapshots.stream().map(AssignmentSnapshot::host).collect(Collectors.toSet()));
    } catch (RuntimeException e) {
      changed.addAll(named); // read in the next pass
      throw e;
    }
    snapshots.forEach(s -> s.apply(jobs.getOrDefault(s.host(), List.of())));
  }
}

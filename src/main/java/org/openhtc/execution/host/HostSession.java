package org.openhtc.execution.host;

import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.openhtc.execution.AttemptId;
import org.openhtc.execution.ContainerLabels;
import org.openhtc.execution.engine.ContainerEngine;
import org.openhtc.execution.engine.ContainerSummary;
import org.openhtc.execution.slot.HostSlots;
import org.openhtc.execution.tracking.HostTracking;
import org.openhtc.job.assignment.Assignment;
import org.openhtc.lease.Lease;

/**
 * The work of an agent over one connection and under one lease: the tracked attempts, the events
 * that change them, and the lists that correct them. Used by the thread of the agent's passes.
 */
final class HostSession {
  /** While more ended containers than this are not cleaned up, the host gets no jobs. */
  private static final int MOST_UNFINISHED = 1000;

  private final Set<String> names;
  private final String installation;
  private final Lease lease;
  private final ContainerEngine engine;
  private final HostTracking tracking;
  private final HostSlots slots;
  private final HostEvents events;
  private final ListSchedule lists;
  private final Clock clock;
  private boolean isCongested;
  private volatile boolean isRead;

  /**
   * @param names of the host, the former ones included; containers have the name of their start
   */
  HostSession(
      Set<String> names,
      String installation,
      Lease lease,
      ContainerEngine engine,
      HostTracking tracking,
      HostSlots slots,
      HostEvents events,
      ListSchedule lists,
      Clock clock) {
    this.names = names;
    this.installation = installation;
    this.lease = lease;
    this.engine = engine;
    this.tracking = tracking;
    this.slots = slots;
    this.events = events;
    this.lists = lists;
    this.clock = clock;
  }

  Lease lease() {
    return lease;
  }

  HostTracking tracking() {
    return tracking;
  }

  /**
   * Reads everything. Events are received before the list is read, so that none is missed, and the
   * list is read before the assignments, so that a container without an assignment is an orphan.
   *
   * @param assignments reads the jobs of the host
   */
  void read(Supplier<List<Assignment>> assignments) {
    events.open();
    Map<AttemptId, ContainerSummary> containers = containers();
    tracking.opened(containers, assignments.get());
    isRead = true;
    lists.listing(clock.instant(), tracking.isIdle());
  }

  /** Whether everything has been read once. */
  boolean isRead() {
    return isRead;
  }

  /**
   * One pass.
   *
   * @param isListNeeded whether the containers have to be listed in any case
   * @return whether the engine has responded to a list of its containers
   */
  boolean pass(boolean isListNeeded) {
    if (events.open()) {
      lists.unexpected();
    }
    Instant now = clock.instant();
    boolean isListed = isListNeeded || lists.isDue(now);
    if (isListed) {
      lists.listing(now, tracking.isIdle());
      long version = tracking.version();
      if (tracking.listed(version, containers())) {
        lists.unexpected();
      }
    }
    tracking.checkDeadlines();
    tracking.readUsage();
    return isListed;
  }

  private Map<AttemptId, ContainerSummary> containers() {
    Instant requestedAt = clock.instant();
    List<ContainerSummary> listed =
        EngineGuard.call(() -> engine.list(installation)).stream()
            .filter(container -> names.contains(container.labels().get(ContainerLabels.HOST)))
            .toList();
    slots.reconcile(listed, requestedAt);
    Map<AttemptId, ContainerSummary> found = new HashMap<>();
    for (ContainerSummary container : listed) {
      AttemptId.of(container.labels()).ifPresent(attempt -> found.put(attempt, container));
    }
    return found;
  }

  /** Why the host should get no jobs now; empty if it may. */
  Optional<String> congestion() {
    int unfinished = tracking.unfinished();
    isCongested = unfinished > (isCongested ? MOST_UNFINISHED / 2 : MOST_UNFINISHED);
    return isCongested
        ? Optional.of(
            "more than %d ended containers can't be cleaned up: %s"
                .formatted(MOST_UNFINISHED / 2, tracking.lastFailure()))
        : Optional.empty();
  }

  /** Removes what only serves further jobs; the session must not start any after this. */
  void removeFreeSlots() {
    slots.removeFree();
  }

  void close() {
    events.close();
    tracking.close();
    slots.disconnected();
  }
}

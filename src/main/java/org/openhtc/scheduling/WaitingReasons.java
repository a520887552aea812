package org.openhtc.scheduling;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.openhtc.host.Host;
import org.openhtc.job.queue.Demand;
import org.openhtc.job.queue.ResponsibleRegion;
import org.openhtc.job.queue.WaitingClass;
import org.openhtc.job.queue.WaitingReasonWriter;
import org.openhtc.lease.DueTime;
import org.openhtc.scheduling.plan.AllowedHosts;
import org.openhtc.scheduling.plan.HostChecks;
import org.openhtc.scheduling.plan.HostSet;
import org.openhtc.scheduling.plan.PlacementPlan;
import org.openhtc.scheduling.plan.RegionHosts;

/**
 * Why a region's waiting jobs wait: one reason for each class of jobs, however many jobs it has.
 * Caches what it wrote and writes only what has changed since. The reasons contain numbers of hosts
 * that change with every tick, so they are computed every two seconds only, or less often if there
 * are so many classes that it takes long. New classes get a reason at once.
 */
final class WaitingReasons {
  private static final Duration PAUSE = Duration.ofSeconds(2);
  private static final int PAUSE_PER_UPDATE = 20;

  private record Key(Demand demand, HostSet allowed) {}

  private final WaitingReasonWriter writer;
  private final Clock clock;
  private final Set<WaitingClass> explained = new HashSet<>();
  private final Map<WaitingClass, String> written = new HashMap<>();
  private boolean isCacheValid;
  private DueTime due = DueTime.NOW;

  WaitingReasons(WaitingReasonWriter writer, Clock clock) {
    this.writer = writer;
    this.clock = clock;
  }

  /** To be called when another process may write reasons. */
  void forget() {
    explained.clear();
    written.clear();
    isCacheValid = false;
    due = DueTime.NOW;
  }

  /** Whether there are new classes, or enough time has passed since the last update. */
  boolean isDue(Collection<WaitingClass> classes) {
    return due.isReached(clock.instant()) || !explained.containsAll(classes);
  }

  /**
   * @param plan what the ready ones of the hosts and the limits have left
   */
  void update(
      ResponsibleRegion by,
      List<WaitingClass> classes,
      List<Host> hosts,
      PlacementPlan plan,
      AllowedHosts allowed) {
    Instant begun = clock.instant();
    if (isCacheValid && !due.isReached(begun)) {
      List<WaitingClass> added = classes.stream().filter(k -> !explained.contains(k)).toList();
      write(by, reasons(by, added, hosts, plan, allowed), Set.of());
      explained.addAll(added);
    } else {
      updateAll(by, classes, reasons(by, classes, hosts, plan, allowed));
      Duration pause = Duration.between(begun, clock.instant()).multipliedBy(PAUSE_PER_UPDATE);
      due = DueTime.after(pause.compareTo(PAUSE) > 0 ? pause : PAUSE, begun);
    }
  }

  private void updateAll(
      ResponsibleRegion by, List<WaitingClass> classes, Map<WaitingClass, String> reasons) {
    if (isCacheValid) {
      Map<WaitingClass, String> changed = new HashMap<>(reasons);
      changed.entrySet().removeAll(written.entrySet());
      Set<WaitingClass> removed = new HashSet<>(written.keySet());
      removed.removeAll(reasons.keySet());
      write(by, changed, removed);
    } else {
      writer.replaceReasons(by.name(), reasons);
      written.clear();
      written.putAll(reasons);
      isCacheValid = true;
    }
    explained.clear();
    explained.addAll(classes);
  }

  private void write(
      ResponsibleRegion by, Map<WaitingClass, String> changed, Set<WaitingClass> removed) {
    if (!changed.isEmpty() || !removed.isEmpty()) {
      isCacheValid = false; // unless the following succeeds
      writer.changeReasons(by.name(), changed, removed);
      isCacheValid = true;
      written.keySet().removeAll(removed);
      written.putAll(changed);
    }
  }

  /** Classes with the same demand and the same hosts have the same reason, unless a limit holds. */
  private static Map<WaitingClass, String> reasons(
      ResponsibleRegion by,
      List<WaitingClass> classes,
      List<Host> hosts,
      PlacementPlan plan,
      AllowedHosts allowed) {
    Map<HostSet, RegionHosts> regionHosts = new HashMap<>();
    Map<Key, String> byDemand = new HashMap<>();
    Map<WaitingClass, String> reasons = new HashMap<>();
    for (WaitingClass waiting : classes) {
      if (by.isFor(waiting.regions())) {
        HostSet open = allowed.of(waiting.project(), waiting.priority());
        RegionHosts counted =
            regionHosts.computeIfAbsent(
                open, set -> RegionHosts.of(hosts, plan.remaining(), plan.kept(), set));
        Optional<String> held =
            plan.budget().refusal(waiting.project(), waiting.workspace(), waiting.demand().vcpus());
        reasons.put(
            waiting,
            held.orElseGet(() ->
                byDemand.computeIfAbsent(
                    new Key(waiting.demand(), open),
                    key -> HostChecks.explain(counted, key.demand))));
      }
    }
    return reasons;
  }
}

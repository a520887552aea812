package org.openhtc.scheduling;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.openhtc.host.Host;
import org.openhtc.job.queue.Demand;
import org.openhtc.job.queue.JobQueue;
import org.openhtc.job.queue.ResponsibleRegion;
import org.openhtc.job.queue.VcpuBudget;
import org.openhtc.job.queue.WaitingClass;

/**
 * Writes to a region's waiting jobs why they wait. Caches what it wrote and writes only what has
 * changed since: a reason that a million waiting jobs share is written once.
 *
 * <p>One reason per demand serves all projects, except those that a limit holds or whose dimensions
 * exclude hosts: these get a reason per class of jobs.
 */
final class WaitingReasons {
  /** Cache key. When either part changes, all reasons are written again. */
  private record Scope(ResponsibleRegion by, Set<UUID> excluded) {}

  private final JobQueue queue;
  private final Map<Demand, String> written = new HashMap<>();
  private final Map<WaitingClass, String> writtenToExcluded = new HashMap<>();
  private @Nullable Scope before;

  WaitingReasons(JobQueue queue) {
    this.queue = queue;
  }

  /** To be called when there may be jobs without a reason yet. */
  void forget() {
    written.clear();
    writtenToExcluded.clear();
  }

  /**
   * @param plan what the ready ones of the hosts have left
   * @param budget what limits allow beyond what is placed already
   */
  void update(
      ResponsibleRegion by,
      List<WaitingClass> classes,
      List<Host> hosts,
      PlacementPlan plan,
      AllowedHosts allowed,
      VcpuBudget budget) {
    Map<WaitingClass, String> held = held(classes, budget);
    Scope scope = new Scope(by, excluded(held, allowed));
    if (!scope.equals(before)) {
      forget();
      before = scope;
    }
    RegionHosts all = RegionHosts.of(hosts, plan.left(), plan.kept(), HostSet.ALL);
    classes.stream().map(WaitingClass::demand).distinct().forEach(d -> write(scope, d, all));
    for (WaitingClass waiting : classes) {
      if (scope.excluded.contains(waiting.project())) {
        RegionHosts open =
            RegionHosts.of(
                hosts, plan.left(), plan.kept(), allowed.of(waiting.project(), waiting.priority()));
        String limit = held.get(waiting);
        write(by, waiting, limit == null ? HostChecks.explain(open, waiting.demand()) : limit);
      }
    }
  }

  /** The classes that a limit holds, whether a host has room for them or not, with the reason. */
  private static Map<WaitingClass, String> held(List<WaitingClass> classes, VcpuBudget budget) {
    Map<WaitingClass, String> held = new HashMap<>();
    for (WaitingClass waiting : classes) {
      budget
          .refusal(waiting.project(), waiting.workspace(), waiting.demand().vcpus())
          .ifPresent(sentence -> held.put(waiting, sentence));
    }
    return held;
  }

  private static Set<UUID> excluded(Map<WaitingClass, String> held, AllowedHosts allowed) {
    Set<UUID> excluded = new HashSet<>(allowed.confined());
    held.keySet().forEach(waiting -> excluded.add(waiting.project()));
    return excluded;
  }

  private void write(Scope scope, Demand demand, RegionHosts hosts) {
    String reason = HostChecks.explain(hosts, demand);
    if (!Objects.equals(written.get(demand), reason)
        && queue.explain(scope.by, demand, reason, scope.excluded)) {
      written.put(demand, reason);
    }
  }

  private void write(ResponsibleRegion by, WaitingClass waiting, String reason) {
    if (!Objects.equals(writtenToExcluded.get(waiting), reason)
        && queue.explain(by, waiting, reason)) {
      writtenToExcluded.put(waiting, reason);
    }
  }
}

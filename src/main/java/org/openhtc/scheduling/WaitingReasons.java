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
import org.openhtc.job.queue.WaitingKind;

/**
 * Tells a region's waiting jobs why they wait. Says what has changed since the last time only: a
 * million waiting jobs are told once.
 */
final class WaitingReasons {
  /** Who tells whom: when it changes, everybody is told again. */
  private record Audience(ResponsibleRegion by, Set<UUID> apart) {}

  private final JobQueue queue;
  private final Map<Demand, String> told = new HashMap<>();
  private final Map<WaitingKind, String> toldApart = new HashMap<>();
  private @Nullable Audience before;

  WaitingReasons(JobQueue queue) {
    this.queue = queue;
  }

  /** There may be jobs that were told nothing yet. */
  void forget() {
    told.clear();
    toldApart.clear();
  }

  /**
   * @param rooms what the ready ones of the hosts have
   * @param budget what limits allow beyond what is placed already
   */
  void tell(
      ResponsibleRegion by,
      List<WaitingKind> kinds,
      List<Host> hosts,
      List<HostRoom> rooms,
      AllowedHosts allowed,
      VcpuBudget budget) {
    Map<WaitingKind, String> held = held(kinds, budget);
    Audience audience = new Audience(by, apart(held, allowed));
    if (!audience.equals(before)) {
      forget();
      before = audience;
    }
    RegionHosts all = RegionHosts.of(hosts, rooms, host -> true);
    kinds.stream().map(WaitingKind::demand).distinct().forEach(d -> tell(audience, d, all));
    for (WaitingKind kind : kinds) {
      if (audience.apart.contains(kind.project())) {
        RegionHosts open =
            RegionHosts.of(
                hosts, rooms, host -> allowed.allows(kind.project(), kind.priority(), host));
        String limit = held.get(kind);
        tell(by, kind, limit == null ? HostChecks.explain(open, kind.demand()) : limit);
      }
    }
  }

  /** What a limit holds, whether there is room for it or not. */
  private static Map<WaitingKind, String> held(List<WaitingKind> kinds, VcpuBudget budget) {
    Map<WaitingKind, String> held = new HashMap<>();
    for (WaitingKind kind : kinds) {
      budget
          .refusal(kind.project(), kind.workspace(), kind.demand().vcpus())
          .ifPresent(sentence -> held.put(kind, sentence));
    }
    return held;
  }

  /** The projects whose jobs are told otherwise than others of the same demand. */
  private static Set<UUID> apart(Map<WaitingKind, String> held, AllowedHosts allowed) {
    Set<UUID> apart = new HashSet<>(allowed.confined());
    held.keySet().forEach(kind -> apart.add(kind.project()));
    return apart;
  }

  private void tell(Audience audience, Demand demand, RegionHosts hosts) {
    String reason = HostChecks.explain(hosts, demand);
    if (!Objects.equals(told.get(demand), reason)
        && queue.explain(audience.by, demand, reason, audience.apart)) {
      told.put(demand, reason);
    }
  }

  private void tell(ResponsibleRegion by, WaitingKind kind, String reason) {
    if (!Objects.equals(toldApart.get(kind), reason) && queue.explain(by, kind, reason)) {
      toldApart.put(kind, reason);
    }
  }
}

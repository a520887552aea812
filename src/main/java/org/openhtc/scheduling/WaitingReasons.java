package org.openhtc.scheduling;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.openhtc.host.Host;
import org.openhtc.job.Demand;
import org.openhtc.job.JobQueue;
import org.openhtc.job.WaitingKind;
import org.openhtc.region.RegionName;

/**
 * Tells a region's waiting jobs why they wait. Says what has changed since the last time only: a
 * million waiting jobs are told once.
 */
final class WaitingReasons {
  private final RegionName region;
  private final JobQueue queue;
  private final Map<Demand, String> told = new HashMap<>();
  private final Map<WaitingKind, String> toldConfined = new HashMap<>();
  private Set<UUID> apartBefore = Set.of();

  WaitingReasons(RegionName region, JobQueue queue) {
    this.region = region;
    this.queue = queue;
  }

  /** There may be jobs that were told nothing yet. */
  void forget() {
    told.clear();
    toldConfined.clear();
  }

  /**
   * @param rooms what the ready ones of the hosts have
   * @param limited projects that a limit holds back, each with the sentence for its jobs
   */
  void tell(
      List<WaitingKind> kinds,
      List<Host> hosts,
      List<HostRoom> rooms,
      AllowedHosts allowed,
      Map<UUID, String> limited) {
    Set<UUID> apart = new HashSet<>(limited.keySet());
    apart.addAll(allowed.confined());
    if (!apart.equals(apartBefore)) {
      forget();
      apartBefore = apart;
    }
    limited.forEach((project, reason) -> queue.explainLimited(region, project, reason));
    RegionHosts all = RegionHosts.of(hosts, rooms, host -> true);
    kinds.stream().map(WaitingKind::demand).distinct().forEach(d -> tell(d, all, apart));
    for (WaitingKind kind : kinds) {
      if (allowed.confines(kind.project()) && !limited.containsKey(kind.project())) {
        tell(
            kind,
            RegionHosts.of(
                hosts, rooms, host -> allowed.allows(kind.project(), kind.priority(), host)));
      }
    }
  }

  private void tell(Demand demand, RegionHosts hosts, Set<UUID> apart) {
    String reason = HostChecks.explain(hosts, demand);
    if (!Objects.equals(told.put(demand, reason), reason)) {
      queue.explain(region, demand, reason, apart);
    }
  }

  private void tell(WaitingKind confined, RegionHosts hosts) {
    String reason = HostChecks.explain(hosts, confined.demand());
    if (!Objects.equals(toldConfined.put(confined, reason), reason)) {
      queue.explain(region, confined, reason);
    }
  }
}

package org.openhtc.metrics;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.openhtc.host.Host;
import org.openhtc.host.HostHealth;
import org.openhtc.host.Hosts;
import org.openhtc.job.ledger.LedgerCheckStore;
import org.openhtc.job.queue.HostUse;
import org.openhtc.job.queue.HostUseReader;
import org.openhtc.job.statistics.JobMetricsQueries;
import org.openhtc.region.RegionName;
import org.springframework.stereotype.Component;

/** Reads the figures of the installation from the database. */
@Component
class PlatformFiguresReader {
  private final Hosts hosts;
  private final HostUseReader use;
  private final JobMetricsQueries jobs;
  private final LedgerCheckStore ledger;

  PlatformFiguresReader(
      Hosts hosts, HostUseReader use, JobMetricsQueries jobs, LedgerCheckStore ledger) {
    this.hosts = hosts;
    this.use = use;
    this.jobs = jobs;
    this.ledger = ledger;
  }

  PlatformFigures now() {
    Map<RegionName, List<Host>> byRegion =
        hosts.all().stream()
            .collect(Collectors.groupingBy(Host::region, TreeMap::new, Collectors.toList()));
    Map<String, Used> used =
        use.all().stream().collect(Collectors.toMap(HostUse::host, Used::by, Used::plus));
    return new PlatformFigures(
        byRegion.entrySet().stream()
            .map(region -> figures(region.getKey(), region.getValue(), used))
            .toList(),
        jobs.live(),
        ledger.last());
  }

  /** What jobs use of one host. */
  private record Used(long vcpus, long jobs) {
    static final Used NOTHING = new Used(0, 0);

    static Used by(HostUse project) {
      return new Used(project.vcpus(), project.jobs());
    }

    Used plus(Used other) {
      return new Used(vcpus + other.vcpus, jobs + other.jobs);
    }
  }

  private static PlatformFigures.OfRegion figures(
      RegionName region, List<Host> hosts, Map<String, Used> used) {
    List<Host> ready = hosts.stream().filter(Host::isReady).toList();
    return new PlatformFigures.OfRegion(
        region,
        health(hosts),
        ready.stream().mapToLong(Host::vcpusForJobs).sum(),
        ready.stream()
            .mapToLong(host -> Math.max(0, host.vcpusForJobs() - of(host, used).vcpus()))
            .sum(),
        hosts.stream().mapToLong(host -> of(host, used).jobs()).sum());
  }

  private static Used of(Host host, Map<String, Used> used) {
    return used.getOrDefault(host.name(), Used.NOTHING);
  }

  private static Map<HostHealth, Long> health(List<Host> hosts) {
    Map<HostHealth, Long> counts = new EnumMap<>(HostHealth.class);
    Arrays.stream(HostHealth.values())
        .forEach(health ->
            counts.put(health, hosts.stream().filter(host -> host.health() == health).count()));
    return counts;
  }
}

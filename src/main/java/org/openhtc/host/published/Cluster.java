package org.openhtc.host.published;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.openhtc.host.Host;
import org.openhtc.host.HostMeasure;
import org.openhtc.region.RegionName;

/**
 * The hosts of one region, in the form of the published API's clusters. OpenHTC never adds or
 * removes hosts automatically, so that autoscaling is always off.
 *
 * @param version the engines' versions; null when no host has been measured
 * @param nodePools measured hosts by machine type
 */
record Cluster(
    String name,
    RegionName region,
    @Nullable String version,
    ClusterStatus status,
    AutoscalingProfile autoscaling,
    List<NodePool> nodePools) {

  /** Whether all, some or none of the hosts take jobs. */
  enum ClusterStatus {
    /** All of them. */
    RUNNING,
    /** Some of them. */
    DEGRADED,
    /** None of them. */
    ERROR;

    static ClusterStatus of(Collection<Host> hosts) {
      long ready = hosts.stream().filter(Host::isReady).count();
      if (ready == 0) {
        return ERROR;
      }
      return ready == hosts.size() ? RUNNING : DEGRADED;
    }
  }

  /** The hosts of one machine type. */
  record NodePool(
      String name,
      String version,
      String instanceType,
      ClusterStatus status,
      Autoscaling autoscaling) {}

  record Autoscaling(boolean enabled, int minNodeCount, int maxNodeCount) {}

  /**
   * One cluster for each region that has hosts, in the order of the published enum.
   *
   * @param isExact whether to show the exact versions of engines, by which known weaknesses could
   *     be found; otherwise only the major ones
   */
  static List<Cluster> of(Collection<Host> hosts, boolean isExact) {
    Map<RegionName, List<Host>> byRegion =
        hosts.stream()
            .collect(Collectors.groupingBy(Host::region, TreeMap::new, Collectors.toList()));
    return byRegion.entrySet().stream().map(e -> of(e.getKey(), e.getValue(), isExact)).toList();
  }

  private static Cluster of(RegionName region, List<Host> hosts, boolean isExact) {
    String versions = versions(hosts, isExact);
    return new Cluster(
        region.name().toLowerCase(Locale.ROOT).replace('_', '-'),
        region,
        versions.isEmpty() ? null : versions,
        ClusterStatus.of(hosts),
        AutoscalingProfile.BALANCED,
        pools(hosts, isExact));
  }

  private static List<NodePool> pools(List<Host> hosts, boolean isExact) {
    Map<String, List<Host>> byMachine = new TreeMap<>();
    for (Host host : hosts) {
      HostMeasure measure = host.measure();
      if (measure != null) {
        byMachine
            .computeIfAbsent(measure.machineType(host.kind()), m -> new ArrayList<>())
            .add(host);
      }
    }
    return byMachine.entrySet().stream().map(e -> pool(e.getKey(), e.getValue(), isExact)).toList();
  }

  private static NodePool pool(String machineType, List<Host> hosts, boolean isExact) {
    return new NodePool(
        machineType,
        versions(hosts, isExact),
        machineType,
        ClusterStatus.of(hosts),
        new Autoscaling(false, hosts.size(), hosts.size()));
  }

  private static String versions(List<Host> hosts, boolean isExact) {
    return hosts.stream()
        .map(Host::measure)
        .filter(measure -> measure != null)
        .map(measure -> isExact ? measure.engineVersion() : major(measure.engineVersion()))
        .distinct()
        .sorted()
        .collect(Collectors.joining(", "));
  }

  private static String major(String version) {
    int end = version.indexOf('.');
    return end < 0 ? version : version.substring(0, end);
  }
}

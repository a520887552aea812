package org.openhtc.scheduling;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.openhtc.job.queue.Demand;

/** All checks together: the host that takes a job, or why none does. */
final class HostChecks {
  private static final Comparator<HostRoom> ROOMIEST =
      Comparator.comparingLong(HostRoom::vcpus)
          .thenComparingLong(HostRoom::memoryMib)
          .thenComparing(HostRoom::host, Comparator.reverseOrder());

  private HostChecks() {}

  /** The fitting host with the most free vCPUs, so that jobs spread over the hosts. */
  static Optional<HostRoom> choose(Collection<HostRoom> rooms, Demand demand) {
    return rooms.stream().filter(room -> fits(room, demand)).max(ROOMIEST);
  }

  static boolean fits(HostRoom room, Demand demand) {
    return firstFailed(room, demand).isEmpty();
  }

  /** Why a job of this demand waits, in one sentence. */
  static String explain(RegionHosts hosts, Demand demand) {
    if (hosts.rooms().isEmpty()) {
      return "Waits for a host: " + withoutRooms(hosts);
    }
    String lacks = lacks(hosts, demand);
    return lacks.isEmpty() ? "Next in line" : "Waits for room: " + lacks + outside(hosts);
  }

  private static String lacks(RegionHosts hosts, Demand demand) {
    Map<HostCheck, Integer> failed = new EnumMap<>(HostCheck.class);
    for (HostRoom room : hosts.rooms()) {
      firstFailed(room, demand).ifPresent(check -> failed.merge(check, 1, Integer::sum));
    }
    return failed.entrySet().stream()
        .map(e -> e.getKey().explain(e.getValue(), demand))
        .collect(Collectors.joining("; "));
  }

  private static String withoutRooms(RegionHosts hosts) {
    if (hosts.notReady() > 0) {
      return "none of the region's %d is ready".formatted(hosts.notReady())
          + (hosts.offDuty() > 0
              ? ", %d drained or quarantined by an administrator".formatted(hosts.offDuty())
              : "")
          + outside(hosts);
    }
    return hosts.outside() > 0
        ? "the project's dimensions allow none of the region's %d".formatted(hosts.outside())
        : "the region has none";
  }

  private static String outside(RegionHosts hosts) {
    return hosts.outside() == 0
        ? ""
        : "; %s outside the project's dimensions".formatted(HostCheck.are(hosts.outside()));
  }

  private static Optional<HostCheck> firstFailed(HostRoom room, Demand demand) {
    return Arrays.stream(HostCheck.values()).filter(c -> !c.fits(room, demand)).findFirst();
  }
}

package org.openhtc.scheduling.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openhtc.host.Host;
import org.openhtc.job.queue.Demand;

/** All checks together: whether a host takes a job, or why none does. */
public final class HostChecks {
  private static final HostCheck[] CHECKS = HostCheck.values();

  private HostChecks() {}

  /**
   * Whether the host could run a job of this demand if it had no other one, and no images and files
   * that occupy its disk: only what is free now is known.
   */
  public static boolean suits(Host host, Demand demand) {
    return host.measure() != null && suits(HostRoom.of(host, 0, 0), demand);
  }

  private static boolean suits(HostRoom room, Demand demand) {
    return Arrays.stream(CHECKS)
        .filter(HostCheck::isFinal)
        .allMatch(check -> check.fits(room, demand));
  }

  static boolean fits(HostRoom room, Demand demand) {
    return firstFailed(room, demand) == null;
  }

  /** Why a job of this demand waits, in one sentence. */
  public static String explain(RegionHosts hosts, Demand demand) {
    if (hosts.rooms().isEmpty()) {
      return "Waits for a host: " + withoutRooms(hosts);
    }
    Map<HostCheck, Integer> failed = new EnumMap<>(HostCheck.class);
    int kept = 0;
    for (HostRoom room : hosts.rooms()) {
      HostCheck check = firstFailed(room, demand);
      if (check != null) {
        failed.merge(check, 1, Integer::sum);
      } else if (hosts.kept().contains(room.host())) {
        kept++;
      } else {
        return "Next in line";
      }
    }
    boolean isUnsuited = kept == 0 && failed.keySet().stream().allMatch(HostCheck::isFinal);
    String wanted = isUnsuited ? "Waits for a suitable host: " : "Waits for room: ";
    return wanted + lacks(failed, kept, demand) + outside(hosts);
  }

  private static String lacks(Map<HostCheck, Integer> failed, int kept, Demand demand) {
    List<String> lacks = new ArrayList<>();
    failed.forEach((check, count) -> lacks.add(check.explain(count, demand)));
    if (kept > 0) {
      lacks.add(HostCheck.are(kept) + " kept free for a job that has waited longer");
    }
    return String.join("; ", lacks);
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

  private static @Nullable HostCheck firstFailed(HostRoom room, Demand demand) {
    for (HostCheck check : CHECKS) {
      if (!check.fits(room, demand)) {
        return check;
      }
    }
    return null;
  }
}

package org.openhtc.scheduling;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.openhtc.job.Demand;

/** All conditions together: which host takes a job, or why none does. */
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

  /**
   * Why such a job waits, in one sentence.
   *
   * @param rooms the region's ready hosts
   * @param notReady hosts of the region that are not ready
   */
  static String explain(Collection<HostRoom> rooms, int notReady, Demand demand) {
    Map<HostCheck, Integer> failed = new EnumMap<>(HostCheck.class);
    for (HostRoom room : rooms) {
      firstFailed(room, demand).ifPresent(check -> failed.merge(check, 1, Integer::sum));
    }
    String lacks =
        failed.entrySet().stream()
            .map(e -> e.getKey().explain(e.getValue(), demand))
            .collect(Collectors.joining("; "));
    if (rooms.isEmpty()) {
      return "Waits for a host: none of the region's %d is ready".formatted(notReady);
    }
    return lacks.isEmpty() ? "Next in line" : "Waits for room: " + lacks;
  }

  private static Optional<HostCheck> firstFailed(HostRoom room, Demand demand) {
    return Arrays.stream(HostCheck.values()).filter(c -> !c.fits(room, demand)).findFirst();
  }
}

package org.openhtc.scheduling;

import java.util.ArrayList;
import java.util.List;
import org.openhtc.scheduling.ahead.EndRates;
import org.openhtc.scheduling.plan.HostRoom;

/**
 * The room that a full host will have soon. While it has no free vCPU, a host may get as many jobs
 * beyond its capacity as are expected to leave it within two seconds, at most 16 vCPUs: it prepares
 * them and starts each one when there is room for it. Jobs that were placed ahead before are part
 * of this number.
 */
final class RoomAhead {
  static final int MOST_VCPUS = 16;

  private final Usage usage;
  private final EndRates ends;

  RoomAhead(Usage usage, EndRates ends) {
    this.usage = usage;
    this.ends = ends;
  }

  /**
   * @param rooms what hosts have free now
   * @return those of the hosts that may get more jobs ahead, with the room for them
   */
  List<HostRoom> of(List<HostRoom> rooms) {
    List<HostRoom> ahead = new ArrayList<>();
    for (HostRoom room : rooms) {
      if (room.vcpus() <= 0) {
        HostRoom soon = soon(room, usage.averageOn(room.host()));
        if (soon.vcpus() > 0) {
          ahead.add(soon);
        }
      }
    }
    return ahead;
  }

  /**
   * @param average what one of the host's jobs uses
   */
  private HostRoom soon(HostRoom room, Usage.Average average) {
    double expected = ends.expected(room.host());
    if (expected * average.vcpus() > MOST_VCPUS) {
      expected = MOST_VCPUS / average.vcpus();
    }
    return room.with(
        room.vcpus() + (long) (expected * average.vcpus()),
        room.memoryMib() + (long) (expected * average.memoryMib()));
  }
}

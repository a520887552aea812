package org.openhtc.scheduling.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.openhtc.host.Host;
import org.openhtc.host.HostDuty;
import org.openhtc.job.queue.Demand;

/**
 * The hosts of a region that certain jobs may use, counted to explain why the jobs wait.
 *
 * @param rooms of the hosts that are ready
 * @param kept hosts that are kept free for a job that has waited longer than these jobs
 * @param notReady number of hosts that take no jobs now
 * @param offDuty how many of these an administrator has drained or quarantined
 * @param outside number of hosts that the project's dimensions exclude; in none of the other
 *     numbers
 */
public record RegionHosts(
    List<HostRoom> rooms, Set<String> kept, int notReady, int offDuty, int outside) {

  /**
   * @param allowed the hosts that the jobs may use
   */
  public static RegionHosts of(
      List<Host> hosts, List<HostRoom> rooms, Set<String> kept, HostSet allowed) {
    List<HostRoom> open = new ArrayList<>();
    for (HostRoom room : rooms) {
      if (allowed.contains(room.host())) {
        open.add(room);
      }
    }
    int notReady = 0;
    int offDuty = 0;
    int outside = 0;
    for (Host host : hosts) {
      if (!allowed.contains(host.name())) {
        outside++;
      } else if (!host.isReady()) {
        notReady++;
        offDuty += host.duty().state() == HostDuty.WORKING ? 0 : 1;
      }
    }
    return new RegionHosts(open, kept, notReady, offDuty, outside);
  }

  /** How many ready hosts could take such a job when they are empty. */
  public int largeEnough(Demand demand) {
    return (int) rooms.stream().filter(room -> HostChecks.fits(room.empty(), demand)).count();
  }
}

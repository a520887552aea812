package org.openhtc.scheduling;

import java.util.List;
import java.util.function.Predicate;
import org.openhtc.host.Host;
import org.openhtc.host.HostDuty;

/**
 * The hosts of a region that certain jobs may use, counted to explain why the jobs wait.
 *
 * @param rooms of the hosts that are ready
 * @param notReady number of hosts that take no jobs now
 * @param offDuty how many of these an administrator has drained or quarantined
 * @param outside number of hosts that the project's dimensions exclude; in none of the other
 *     numbers
 */
record RegionHosts(List<HostRoom> rooms, int notReady, int offDuty, int outside) {

  /**
   * @param isAllowed whether the jobs may run on the host of that name
   */
  static RegionHosts of(List<Host> hosts, List<HostRoom> rooms, Predicate<String> isAllowed) {
    List<Host> allowed = hosts.stream().filter(host -> isAllowed.test(host.name())).toList();
    return new RegionHosts(
        rooms.stream().filter(room -> isAllowed.test(room.host())).toList(),
        count(allowed, host -> !host.isReady()),
        count(allowed, host -> host.duty().state() != HostDuty.WORKING),
        hosts.size() - allowed.size());
  }

  private static int count(List<Host> hosts, Predicate<Host> which) {
    return (int) hosts.stream().filter(which).count();
  }
}

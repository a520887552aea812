package org.openhtc.scheduling.plan;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.openhtc.job.queue.Demand;
import org.openhtc.job.queue.VcpuBudget;

/**
 * The capacity that one tick keeps free for jobs that have waited too long. One job of a project
 * gets it, so that a long queue of large jobs does not stop the small ones: its share of the vCPU
 * limit, and a host unless it has to wait for the limit first. At most a tenth of the hosts, but at
 * least one, are kept free.
 */
final class Reservations {
  private static final int HOSTS_PER_KEPT_HOST = 10;

  private final FreeHosts hosts;
  private final FreeHosts ahead;
  private final VcpuBudget budget;
  private final int most;
  private final Set<UUID> projects = new HashSet<>();

  /**
   * @param ahead room that hosts are expected to have soon
   */
  Reservations(FreeHosts hosts, FreeHosts ahead, VcpuBudget budget) {
    this.hosts = hosts;
    this.ahead = ahead;
    this.budget = budget;
    this.most = Math.max(1, hosts.size() / HOSTS_PER_KEPT_HOST);
  }

  /**
   * Reserves for the next job of the queue, unless its project has a reservation or no host is
   * large enough. The host is the one with the most free vCPUs of those that could take the job
   * when empty. The share of the limit is reserved with it: otherwise smaller jobs of the project
   * would use it up on other hosts while this one becomes empty.
   */
  void reserve(ProjectQueue queue, HostSet allowed, boolean isWithinLimits) {
    if (projects.contains(queue.project())) {
      return;
    }
    Optional<HostRoom> host = hosts.largeEnough(queue.demand(), allowed);
    if (host.isPresent() && (isWithinLimits ? keep(host.get(), queue) : reserveShare(queue))) {
      projects.add(queue.project());
    }
  }

  private boolean keep(HostRoom host, ProjectQueue queue) {
    if (hosts.kept().size() >= most) {
      return false;
    }
    hosts.keep(host);
    // Jobs that are placed ahead would take what each end on the host makes free.
    ahead.remaining(host.host()).ifPresent(ahead::keep);
    reserveShare(queue);
    return true;
  }

  private boolean reserveShare(ProjectQueue queue) {
    Demand demand = queue.demand();
    return budget.reserve(queue.project(), queue.workspace(), demand.vcpus());
  }
}

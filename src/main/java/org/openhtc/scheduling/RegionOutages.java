package org.openhtc.scheduling;

import java.time.Clock;
import java.util.Collection;
import java.util.Set;
import org.openhtc.host.Host;
import org.openhtc.job.queue.JobQueue;
import org.openhtc.region.RegionName;
import org.springframework.stereotype.Component;

/** Fails waiting jobs when none of their regions has had a reachable host for too long. */
@Component
class RegionOutages {
  private final JobQueue queue;
  private final SchedulingSettings settings;
  private final Clock clock;
  private final RegionLiveness liveness = new RegionLiveness();

  RegionOutages(JobQueue queue, SchedulingSettings settings, Clock clock) {
    this.queue = queue;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Must be called in every run of the scheduler's loop, also for regions that this process does
   * not lead.
   */
  void observe(Set<RegionName> regions, Collection<Host> hosts) {
    liveness.observe(regions, hosts, clock.instant());
  }

  /** Called by the leader of the region. */
  void failWaiting(RegionName region) {
    Set<RegionName> down = liveness.downForLongerThan(settings.regionGrace());
    if (down.contains(region)) {
      queue.failWaiting(region, down, settings.regionGrace());
    }
  }
}

package org.openhtc.scheduling;

import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.openhtc.host.Host;
import org.openhtc.host.HostAvailabilityChanged;
import org.openhtc.host.HostsChanged;
import org.openhtc.job.QueueChanged;
import org.openhtc.job.queue.JobQueue;
import org.openhtc.job.queue.QueueOverview;
import org.openhtc.lease.LoopingComponent;
import org.openhtc.lease.WakeableLoop;
import org.openhtc.region.RegionName;
import org.openhtc.scheduling.ahead.EndRates;
import org.openhtc.workspace.LimitsChanged;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * Ticks the scheduler of every region in which jobs wait, on a wake-up and at least once per poll
 * interval. While no job waits, that costs two statements.
 */
@Component
class SchedulerLoop extends LoopingComponent {
  private static final Logger log = LoggerFactory.getLogger(SchedulerLoop.class);

  private final Schedulers schedulers;
  private final RegionOutages outages;
  private final JobQueue queue;
  private final RecentHosts hosts;
  private final Usage usage;
  private final EndRates ends;
  private final SchedulingSettings settings;

  SchedulerLoop(
      Schedulers schedulers,
      RegionOutages outages,
      JobQueue queue,
      RecentHosts hosts,
      Usage usage,
      EndRates ends,
      SchedulingSettings settings) {
    super(
        WakeableLoop.onPlatformThread(
            "scheduler", settings.shortestPause(), settings.pollInterval()));
    this.schedulers = schedulers;
    this.outages = outages;
    this.queue = queue;
    this.hosts = hosts;
    this.usage = usage;
    this.ends = ends;
    this.settings = settings;
  }

  @EventListener
  void wake(QueueChanged changed) {
    usage.markChanged(changed.freedHosts());
    ends.count(changed.left());
    wake();
  }

  @TransactionalEventListener(fallbackExecution = true)
  void wake(LimitsChanged changed) {
    wake();
  }

  @TransactionalEventListener(fallbackExecution = true)
  void wake(HostsChanged changed) {
    hosts.markChanged();
    wake();
  }

  @TransactionalEventListener(fallbackExecution = true)
  void wake(HostAvailabilityChanged changed) {
    hosts.markChanged();
    wake();
  }

  /**
   * One tick of every region in which jobs wait, for room or prepared on a host. A region without
   * hosts is ticked, too: its waiting jobs need a reason, or have to fail.
   */
  @Override
  protected void pass() {
    List<Host> all = hosts.all();
    QueueOverview waiting = queue.overview();
    outages.observe(regions(all, waiting), all, waiting.classes());
    Set<RegionName> due = new TreeSet<>(waiting.regions());
    due.addAll(schedulers.withPreparedJobs());
    schedulers.skipOtherThan(due);
    due.forEach(region -> tick(region, all, waiting));
  }

  private static Set<RegionName> regions(List<Host> all, QueueOverview waiting) {
    Set<RegionName> regions = new TreeSet<>(waiting.regions());
    all.forEach(host -> regions.add(host.region()));
    return regions;
  }

  /** A region whose tick fails must not delay the others. */
  private void tick(RegionName region, List<Host> all, QueueOverview waiting) {
    try {
      OptionalInt placed = schedulers.tick(region, all, waiting);
      if (placed.isPresent()) {
        outages.failWaiting(region);
      }
      int number = placed.orElse(0);
      if (number == settings.placementsPerTick()
          || (number > 0 && schedulers.hasLeftOutJobs(region))) {
        wake(); // there may be room for more
      }
    } catch (RuntimeException | Error e) {
      log.warn(
          "A tick of region {} failed; the next one starts within {}",
          region,
          settings.pollInterval(),
          e);
    }
  }
}

package org.openhtc.scheduling;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import org.openhtc.host.Host;
import org.openhtc.host.Hosts;
import org.openhtc.job.JobsMoved;
import org.openhtc.job.queue.JobQueue;
import org.openhtc.lease.Leases;
import org.openhtc.lease.WakeableLoop;
import org.openhtc.region.RegionName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Ticks the scheduler of every region that has hosts or jobs, on a wake-up and at least once a
 * second.
 */
@Component
class Schedulers implements SmartLifecycle, Ticks {
  private static final Logger log = LoggerFactory.getLogger(Schedulers.class);

  private final SchedulerParts parts;
  private final LastAnswers answers = new LastAnswers();
  private final Map<RegionName, RegionScheduler> schedulers = new ConcurrentSkipListMap<>();
  private final WakeableLoop loop;

  Schedulers(
      JobQueue queue,
      AdmissionLimits limits,
      Hosts hosts,
      Leases leases,
      SchedulingSettings settings,
      Clock clock) {
    this.parts = new SchedulerParts(queue, limits, hosts, leases, settings, clock);
    this.loop = new WakeableLoop("scheduler", settings.pollInterval());
  }

  @EventListener
  void wake(JobsMoved moved) {
    loop.wake();
  }

  @Override
  public void start() {
    loop.start(this::tick);
  }

  @Override
  public void stop() {
    loop.stop();
  }

  @Override
  public List<Ticks.OfRegion> soFar() {
    return schedulers.values().stream()
        .map(RegionScheduler::ticks)
        .filter(ticks -> ticks.count() > 0)
        .toList();
  }

  @Override
  public boolean isRunning() {
    return loop.isRunning();
  }

  /** Those with hosts; and those with jobs only, which would wait unheard after their last host. */
  private Set<RegionName> regions(List<Host> hosts) {
    Set<RegionName> regions = new TreeSet<>(parts.queue().regions());
    hosts.forEach(host -> regions.add(host.region()));
    return regions;
  }

  private RegionScheduler scheduler(RegionName region) {
    return schedulers.computeIfAbsent(region, r -> new RegionScheduler(r, parts, answers));
  }

  /** One pass over all regions. */
  void tick() {
    List<Host> hosts = parts.hosts().all();
    Set<RegionName> regions = regions(hosts);
    answers.look(regions, hosts, parts.clock().instant());
    schedulers.entrySet().stream()
        .filter(idle -> !regions.contains(idle.getKey()))
        .forEach(idle -> idle.getValue().rest());
    regions.forEach(this::tick);
  }

  /** A region that can't be looked at must not keep the others waiting. */
  private void tick(RegionName region) {
    try {
      int placed = scheduler(region).tick();
      if (placed == parts.settings().placementsPerTick()) {
        loop.wake(); // there may be room for more
      }
    } catch (RuntimeException | Error e) {
      log.warn(
          "A look at the queue of {} failed and is tried again within {}",
          region,
          parts.settings().pollInterval(),
          e);
    }
  }
}

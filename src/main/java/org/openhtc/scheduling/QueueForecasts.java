package org.openhtc.scheduling;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.openhtc.host.Host;
import org.openhtc.host.Hosts;
import org.openhtc.job.JobId;
import org.openhtc.job.forecast.ExpectedBatch;
import org.openhtc.job.forecast.ExpectedNewJobs;
import org.openhtc.job.forecast.ExpectedStart;
import org.openhtc.job.forecast.NewJobs;
import org.openhtc.job.forecast.OccupancyQueries;
import org.openhtc.job.forecast.OccupyingJob;
import org.openhtc.job.forecast.StartForecasts;
import org.openhtc.job.queue.VcpuBudget;
import org.openhtc.job.queue.WaitingBatch;
import org.openhtc.lease.DueTime;
import org.openhtc.region.RegionName;
import org.openhtc.scheduling.plan.HostChecks;
import org.openhtc.scheduling.plan.HostRoom;
import org.openhtc.scheduling.plan.HostSet;
import org.openhtc.scheduling.plan.RegionHosts;
import org.springframework.stereotype.Component;

/**
 * The forecasts of this process. All requests of some seconds share one forecast, so that pages
 * that poll cost little; a queue that takes long to simulate is simulated less often.
 */
@Component
class QueueForecasts implements StartForecasts {
  private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(2);
  private static final int PAUSE_PER_FORECAST = 20;

  private final Forecaster forecaster;
  private final AdmissionLimits limits;
  private final Hosts hosts;
  private final OccupancyQueries occupancy;
  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private Map<RegionName, RegionForecast> latest = Map.of();
  private DueTime due = DueTime.NOW;

  QueueForecasts(
      Forecaster forecaster,
      AdmissionLimits limits,
      Hosts hosts,
      OccupancyQueries occupancy,
      Clock clock) {
    this.forecaster = forecaster;
    this.limits = limits;
    this.hosts = hosts;
    this.occupancy = occupancy;
    this.clock = clock;
  }

  @Override
  public Optional<ExpectedStart> ofJob(JobId job) {
    return earliest(latest().values(), forecast -> forecast.ofJob(job));
  }

  @Override
  public Optional<ExpectedBatch> ofBatch(UUID batch) {
    return ofBatch(latest().values(), batch);
  }

  /** A job of several regions starts where it can start first. */
  private static Optional<ExpectedStart> earliest(
      Collection<RegionForecast> forecasts,
      Function<RegionForecast, Optional<ExpectedStart>> expected) {
    @Nullable ExpectedStart earliest = null;
    for (RegionForecast forecast : forecasts) {
      earliest = RegionForecast.earlier(earliest, expected.apply(forecast).orElse(null));
    }
    return Optional.ofNullable(earliest);
  }

  private static Optional<ExpectedBatch> ofBatch(Collection<RegionForecast> forecasts, UUID batch) {
    return earliest(forecasts, forecast -> forecast.ofFirst(batch))
        .flatMap(first ->
            earliest(forecasts, forecast -> forecast.ofLast(batch))
                .map(last -> new ExpectedBatch(first, last)));
  }

  private Map<RegionName, RegionForecast> latest() {
    lock.lock();
    try {
      Instant now = clock.instant();
      if (due.isReached(now)) {
        latest = forecaster.make(List.of());
        Instant end = clock.instant();
        Duration pause = Duration.between(now, end).multipliedBy(PAUSE_PER_FORECAST);
        due = DueTime.after(pause.compareTo(SHORTEST_PAUSE) > 0 ? pause : SHORTEST_PAUSE, end);
      }
      return latest;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public List<ExpectedNewJobs> ofNew(List<NewJobs> jobs) {
    List<AddedBatch> added = new ArrayList<>();
    for (NewJobs batch : jobs) {
      added.add(new AddedBatch(waiting(batch, added.size()), batch.task(), batch.regions()));
    }
    Collection<RegionForecast> forecasts = forecaster.make(added).values();
    List<Host> all = hosts.all();
    List<OccupyingJob> occupying = occupancy.onHosts();
    List<ExpectedNewJobs> expected = new ArrayList<>();
    for (int i = 0; i < jobs.size(); i++) {
      Optional<ExpectedBatch> starts = ofBatch(forecasts, added.get(i).batch().id());
      expected.add(ofNew(jobs.get(i), all, occupying, starts));
    }
    return expected;
  }

  private ExpectedNewJobs ofNew(
      NewJobs jobs, List<Host> all, List<OccupyingJob> occupying, Optional<ExpectedBatch> starts) {
    List<Host> own = all.stream().filter(host -> jobs.regions().contains(host.region())).toList();
    HostSet open = limits.allowed(own, Set.of(jobs.project())).of(jobs.project(), jobs.priority());
    List<HostRoom> rooms = Forecaster.rooms(own, occupying);
    RegionHosts counted = RegionHosts.of(own, rooms, Set.of(), open);
    String reason =
        new VcpuBudget(limits.now(), Forecaster.use(occupying))
            .refusal(jobs.project(), jobs.workspace(), jobs.demand().vcpus())
            .orElseGet(() -> HostChecks.explain(counted, jobs.demand()));
    return new ExpectedNewJobs(counted.largeEnough(jobs.demand()), reason, starts.orElse(null));
  }

  private WaitingBatch waiting(NewJobs jobs, int number) {
    return new WaitingBatch(
        UUID.randomUUID(),
        Long.MAX_VALUE / 2 + number,
        jobs.project(),
        jobs.workspace(),
        jobs.priority(),
        jobs.demand(),
        clock.instant(),
        0,
        jobs.jobs(),
        List.of());
  }
}

package org.openhtc.job.lifecycle;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.openhtc.job.FailureCode;
import org.openhtc.job.JobStatus;
import org.springframework.stereotype.Component;

/**
 * Measures attempts whose reports this process has written: how long their jobs waited, how long
 * they took to start, how long they ran and how they ended. Labels are the region, the outcome and
 * the failure code, and never an id, so that the number of series does not grow with the jobs.
 */
@Component
class AttemptTimers {
  private static final Duration[] STARTS = {
    Duration.ofMillis(50), Duration.ofMillis(100), Duration.ofMillis(250), Duration.ofMillis(500),
    Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(15), Duration.ofMinutes(1),
    Duration.ofMinutes(10)
  };

  private static final Duration[] WAITS_AND_RUNS = {
    Duration.ofMillis(250), Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(15),
    Duration.ofMinutes(1), Duration.ofMinutes(5), Duration.ofMinutes(15), Duration.ofHours(1),
    Duration.ofHours(4), Duration.ofHours(24)
  };

  /** How an attempt ended, as the value of a label. */
  private enum Outcome {
    SUCCEEDED,
    FAILED,
    CANCELLED,
    /** The job waits for another attempt. */
    RETRIED
  }

  private record Ended(String region, Outcome outcome, @Nullable FailureCode failure) {}

  private final MeterRegistry meters;
  private final Map<String, Timer> waits = new ConcurrentHashMap<>();
  private final Map<String, Timer> starts = new ConcurrentHashMap<>();
  private final Map<Ended, Timer> runs = new ConcurrentHashMap<>();
  private final Map<Ended, Counter> ends = new ConcurrentHashMap<>();

  AttemptTimers(MeterRegistry meters) {
    this.meters = meters;
  }

  /** Measures what the changes have added to the history; called after their commit. */
  void record(Collection<JobChange> changes) {
    for (JobChange change : changes) {
      change.history().forEach(entry -> record(change, entry));
    }
  }

  private void record(JobChange change, JobChange.Entry entry) {
    JobStatus status = entry.moved().next().status();
    String region = change.region;
    Instant placed = change.times.placed();
    if (region == null || placed == null) {
      return; // no attempt was placed
    }
    if (status == JobStatus.RUNNING) {
      starts.computeIfAbsent(region, this::startTimer).record(Duration.between(placed, entry.at()));
      waited(change, region, entry);
    } else if (status.isTerminal() || entry.moved().failure() != null) {
      ended(region, entry);
    }
  }

  private void waited(JobChange change, String region, JobChange.Entry entry) {
    if (entry.attempt() == 1) {
      waits
          .computeIfAbsent(region, this::waitTimer)
          .record(Duration.between(change.times.submitted(), entry.at()));
    }
  }

  private void ended(String region, JobChange.Entry entry) {
    Outcome outcome = outcome(entry);
    Ended ended = new Ended(region, outcome, entry.moved().failure());
    ends.computeIfAbsent(ended, this::endCounter).increment();
    Instant started = entry.startedAt();
    if (started != null) {
      runs.computeIfAbsent(new Ended(region, outcome, null), this::runTimer)
          .record(Duration.between(started, entry.at()));
    }
  }

  private static Outcome outcome(JobChange.Entry entry) {
    JobStatus status = entry.moved().next().status();
    if (!status.isTerminal()) {
      return Outcome.RETRIED;
    }
    if (entry.moved().userCancelled()) {
      return Outcome.CANCELLED;
    }
    return status == JobStatus.SUCCEEDED ? Outcome.SUCCEEDED : Outcome.FAILED;
  }

  private Timer waitTimer(String region) {
    return Timer.builder("openhtc.job.wait")
        .description("From the submission of a job to the start of its first container.")
        .tag("region", region)
        .serviceLevelObjectives(WAITS_AND_RUNS)
        .register(meters);
  }

  private Timer startTimer(String region) {
    return Timer.builder("openhtc.job.start")
        .description("From the placement of an attempt to the start of its container.")
        .tag("region", region)
        .serviceLevelObjectives(STARTS)
        .register(meters);
  }

  private Timer runTimer(Ended ended) {
    return Timer.builder("openhtc.job.run")
        .description("From the start of an attempt's container to its end.")
        .tag("region", ended.region())
        .tag("outcome", ended.outcome().name())
        .serviceLevelObjectives(WAITS_AND_RUNS)
        .register(meters);
  }

  private Counter endCounter(Ended ended) {
    FailureCode failure = ended.failure();
    return Counter.builder("openhtc.job.attempts")
        .description("Attempts that ended on a host.")
        .tag("region", ended.region())
        .tag("outcome", ended.outcome().name())
        .tag("failure", failure == null ? "none" : failure.wireName())
        .register(meters);
  }
}

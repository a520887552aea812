package org.openhtc.execution.attempt;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.openhtc.execution.AttemptId;
import org.openhtc.execution.engine.ContainerEngine;
import org.openhtc.execution.engine.ContainerSpec;
import org.openhtc.execution.engine.ContainerState;
import org.openhtc.execution.engine.EngineException;
import org.openhtc.execution.image.ImageState;
import org.openhtc.job.JobEvent;
import org.openhtc.job.JobReport;
import org.openhtc.job.JobStatus;
import org.openhtc.job.assignment.Assignment;
import org.openhtc.job.assignment.BatchSpec;
import org.openhtc.lease.Lease;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings one attempt forward on one host, step by step, until there is nothing to do but wait.
 * Every step starts from a fresh look at the container, so it does not matter who took the last
 * one.
 */
public final class AttemptRunner {
  private static final Logger log = LoggerFactory.getLogger(AttemptRunner.class);

  private final HostParts parts;
  private final ContainerEngine engine;
  private final AttemptId attempt;
  private final String container;
  private final Lease lease;
  private Assignment job;

  /**
   * @param lease of the host, under which the job was found
   */
  public AttemptRunner(HostParts parts, ContainerEngine engine, Assignment job, Lease lease) {
    this.parts = parts;
    this.engine = engine;
    this.job = job;
    this.lease = lease;
    this.attempt = new AttemptId(job.id(), job.attempt());
    this.container = attempt.containerName(parts.installation());
  }

  public void advance() throws InterruptedException {
    while (!Thread.currentThread().isInterrupted()) {
      ContainerState state = engine.inspect(container).map(parts.witness()::testify).orElse(null);
      ContainerStep step = ContainerStep.next(job, state, known(state));
      switch (step) {
        case ContainerStep.Create create -> {
          if (!launch()) {
            return;
          }
        }
        case ContainerStep.Start start -> {
          if (!start(start.container())) {
            return;
          }
        }
        case ContainerStep.Stop stop -> engine.stop(stop.container(), parts.settings().stopGrace());
        case ContainerStep.Report report -> {
          if (!report(report.events()) || report.isEnd()) {
            parts.retirement().retire(engine, container, attempt);
            return;
          }
        }
        case ContainerStep.Watch watch -> {
          return;
        }
      }
    }
  }

  private ContainerStep.Known known(@Nullable ContainerState state) {
    Clock clock = parts.clock();
    return new ContainerStep.Known(
        clock.instant(),
        parts.settings().startDeadline(),
        state == null ? null : parts.diskWatch().bytesOver(engine, job, state),
        state == null ? pullTrouble() : null,
        parts.contact().outage());
  }

  private @Nullable String pullTrouble() {
    return order().flatMap(parts.images()::trouble).orElse(null);
  }

  private Optional<BatchSpec> order() {
    return parts.orders().of(job.id().batchId());
  }

  /** False when there is nothing more to do now: the job waits, or can't be launched. */
  private boolean launch() throws InterruptedException {
    Optional<BatchSpec> order = order();
    if (order.isEmpty()) {
      return false; // purged meanwhile: the next look no longer wants this job
    }
    return switch (parts.images().look(engine, order.get())) {
      case ImageState.Held held -> launch(order.get(), held);
      case ImageState.Coming coming -> false; // the end of the pull causes the next look
      case ImageState.Missing missing -> failLaunch(missing.words());
    };
  }

  private boolean launch(BatchSpec order, ImageState.Held image) throws InterruptedException {
    try {
      boolean[] isStarted = {false};
      parts
          .crew()
          .starting(() -> {
            isStarted[0] = isWanted();
            if (isStarted[0]) {
              engine.start(engine.create(spec(order, image)));
              parts.strikes().forget();
            }
          });
      return isStarted[0];
    } catch (EngineException.ImageMissing | EngineException.Refused e) {
      return failLaunch(String.valueOf(e.getMessage()));
    }
  }

  /**
   * Asked once more when it is this job's turn: meanwhile another process may have taken over the
   * host, run the job to its end and removed its container.
   */
  private boolean isWanted() {
    return parts.runs().isWanted(parts.host().name(), job.id(), job.attempt(), lease);
  }

  private boolean start(String id) throws InterruptedException {
    try {
      parts.crew().starting(() -> engine.start(id));
      return true;
    } catch (EngineException.Refused e) {
      return failLaunch(String.valueOf(e.getMessage()));
    }
  }

  private boolean failLaunch(String words) throws InterruptedException {
    log.debug("{} can't be launched: {}", container, words);
    report(List.of(new JobEvent.LaunchFailed("Container can't be started: " + words)));
    parts.retirement().retire(engine, container, attempt);
    return false;
  }

  /** False when the job has moved on without this attempt. */
  private boolean report(List<JobEvent> events) {
    Instant now = parts.clock().instant();
    List<Boolean> counted =
        parts
            .runs()
            .record(
                events.stream()
                    .map(event -> new JobReport(job.id(), job.attempt(), now, event))
                    .toList());
    boolean started = events.getFirst() instanceof JobEvent.ContainerStarted;
    if (started && counted.getFirst()) {
      job = running(now);
    }
    return !counted.contains(false);
  }

  private Assignment running(Instant now) {
    return new Assignment(
        job.id(),
        job.attempt(),
        JobStatus.RUNNING,
        job.placedAt(),
        now,
        job.cancelRequested(),
        job.execTimeoutSeconds(),
        job.diskGib());
  }

  private ContainerSpec spec(BatchSpec order, ImageState.Held image) {
    return parts.specs().of(job, order, parts.host(), parts.contact().disk(), image);
  }
}

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
import org.openhtc.execution.engine.ContainerState.Phase;
import org.openhtc.execution.engine.EngineException;
import org.openhtc.execution.image.ImageState;
import org.openhtc.job.JobEvent;
import org.openhtc.job.JobReport;
import org.openhtc.job.assignment.Assignment;
import org.openhtc.job.assignment.BatchSpec;
import org.openhtc.lease.Lease;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Advances one attempt on one host step by step, until it has ended or has to wait. Every step
 * starts from the present state of the container, so it does not depend on the process that took
 * the step before.
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
   * @param lease of the host, held when the job was read
   */
  public AttemptRunner(HostParts parts, ContainerEngine engine, Assignment job, Lease lease) {
    this.parts = parts;
    this.engine = engine;
    this.job = job;
    this.lease = lease;
    this.attempt = new AttemptId(job.id(), job.attempt());
    this.container = attempt.containerName(parts.installation());
  }

  /** Returns when the attempt has ended, or has to wait for its container or its image. */
  public void advance() throws InterruptedException {
    while (!Thread.currentThread().isInterrupted()) {
      ContainerState state = engine.inspect(container).map(parts.oomEvents()::applyTo).orElse(null);
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
            parts.cleanup().cleanUp(engine, container, attempt);
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
        state == null ? pullFailure() : null,
        parts.engineStatus().outage());
  }

  private @Nullable String pullFailure() {
    return batchSpec().flatMap(parts.images()::pullFailure).orElse(null);
  }

  private Optional<BatchSpec> batchSpec() {
    return parts.batchSpecs().of(job.id().batchId());
  }

  /** False if there is nothing more to do now: the job waits, or can't be launched. */
  private boolean launch() throws InterruptedException {
    Optional<BatchSpec> batch = batchSpec();
    if (batch.isEmpty()) {
      return false; // the batch was purged meanwhile, and this job with it
    }
    return switch (parts.images().state(engine, batch.get())) {
      case ImageState.Held held -> launch(batch.get(), held);
      case ImageState.Pulling pulling -> false; // the end of the pull wakes the agent
      case ImageState.Missing missing -> failLaunch(missing.reason());
    };
  }

  private boolean launch(BatchSpec batch, ImageState.Held image) throws InterruptedException {
    try {
      boolean[] isStarted = {false};
      parts
          .workers()
          .starting(() -> {
            isStarted[0] = isStillAssigned();
            if (isStarted[0]) {
              engine.start(engine.create(spec(batch, image)));
              parts.launchFailures().reset();
            }
          });
      return isStarted[0];
    } catch (EngineException.AlreadyStarted e) {
      return true; // its state decides the next step
    } catch (EngineException.ImageMissing | EngineException.Refused e) {
      return failLaunch(String.valueOf(e.getMessage()));
    }
  }

  /**
   * Checked again directly before the start. While this attempt waited for its turn, another
   * process may have taken over the host, run the attempt to its end and removed its container.
   */
  private boolean isStillAssigned() {
    return parts.assignments().isWanted(parts.host().name(), job.id(), job.attempt(), lease);
  }

  private boolean start(String id) throws InterruptedException {
    try {
      parts.workers().starting(() -> startUnlessStarted(id));
      return true;
    } catch (EngineException.Refused e) {
      return failLaunch(String.valueOf(e.getMessage()));
    }
  }

  /** Reads the state again, because this attempt may have waited long for its turn. */
  private void startUnlessStarted(String id) {
    if (engine.inspect(id).filter(state -> state.phase() == Phase.CREATED).isPresent()) {
      engine.start(id);
    }
  }

  private boolean failLaunch(String reason) throws InterruptedException {
    log.debug("{} can't be launched: {}", container, reason);
    report(List.of(new JobEvent.LaunchFailed("Container can't be started: " + reason)));
    parts.cleanup().cleanUp(engine, container, attempt);
    return false;
  }

  /** False if the attempt no longer counts, for example because its job returned to the queue. */
  private boolean report(List<JobEvent> events) {
    Instant now = parts.clock().instant();
    List<Boolean> counted =
        parts
            .assignments()
            .record(
                events.stream()
                    .map(event -> new JobReport(job.id(), job.attempt(), now, event))
                    .toList());
    boolean started = events.getFirst() instanceof JobEvent.ContainerStarted;
    if (started && counted.getFirst()) {
      job = job.running(now);
    }
    return !counted.contains(false);
  }

  private ContainerSpec spec(BatchSpec batch, ImageState.Held image) {
    return parts
        .containerSpecs()
        .of(job, batch, parts.host(), parts.engineStatus().diskMechanism(), image);
  }
}

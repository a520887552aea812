package org.openhtc.execution.attempt;

import java.util.Optional;
import org.openhtc.execution.engine.ContainerEngine;
import org.openhtc.execution.engine.EngineException;
import org.openhtc.execution.fitness.HostFitness;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Failed starts on one host that may succeed later, and what follows from them. */
public record LaunchFailures(String host, HostFitness fitness) {
  private static final Logger log = LoggerFactory.getLogger(LaunchFailures.class);

  /**
   * Called when a start has failed, and an engine that responds may have caused it. Notes whether
   * the job returns to the queue, fails, or is launched again.
   *
   * @return false if it is launched again
   */
  public boolean isFinal(
      ContainerEngine engine, AttemptNotes notes, EngineException.Unreachable problem) {
    if (!engine.holdsImages()) {
      return false; // a cluster describes what is wrong with a pod by the state of the pod
    }
    try {
      switch (fitness.of(engine)) {
        case HOST -> notes.returnToQueue(reason());
        case JOB -> notes.startFailed(String.valueOf(problem.getMessage()));
      }
      return notes.launchFailure() != null || notes.returnReason(false) != null;
    } catch (EngineException unreachable) {
      log.debug("Host {} is unreachable", host, unreachable); // the agent finds the outage
      return false;
    }
  }

  /**
   * Why the host starts no container; empty if it does. Waits for the end of a test.
   *
   * @return a sentence without a full stop
   */
  public Optional<String> awaitUnfitReason() {
    return fitness.awaitUnfitReason().map(reason -> reason());
  }

  private String reason() {
    return "Host %s can't run containers".formatted(host);
  }
}

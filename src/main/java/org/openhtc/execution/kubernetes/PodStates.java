package org.openhtc.execution.kubernetes;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.openhtc.execution.engine.ContainerState;
import org.openhtc.execution.engine.ContainerState.Phase;
import org.openhtc.execution.engine.ContainerSummary;
import org.openhtc.execution.engine.EngineEvent;
import tools.jackson.databind.JsonNode;

/** Converts the API server's descriptions of pods into states of containers. */
final class PodStates {
  private static final int KILLED = 137;

  /** What Docker engines report for a command that can't be started. */
  private static final int NOT_STARTED = 128;

  /** How long a registry may be unreachable, or an image missing, before the start has failed. */
  private static final Duration PULL_TIME = Duration.ofMinutes(2);

  /** Of a container whose command could not be started. */
  private static final Set<String> START_FAILURES =
      Set.of("StartError", "ContainerCannotRun", "RunContainerError");

  /** Of a waiting container that will never run. */
  private static final Set<String> FINAL_WAITS =
      Set.of(
          "InvalidImageName",
          "ErrImageNeverPull",
          "CreateContainerConfigError",
          "CreateContainerError",
          "RunContainerError");

  /** Of a waiting container whose image can't be pulled, which may change. */
  private static final Set<String> PULL_WAITS =
      Set.of(
          "ErrImagePull",
          "ImagePullBackOff",
          "RegistryUnavailable",
          "ImageInspectError",
          "SignatureValidationFailed");

  private PodStates() {}

  /**
   * @param now decides whether a node that is silent counts as lost
   */
  static ContainerState of(Pod pod, Instant now) {
    JsonNode terminated = pod.container("terminated");
    if (!terminated.isMissingNode()) {
      return terminated(pod, terminated);
    }
    if (pod.isOver()) {
      return ended(pod, PodEnds.fault(pod));
    }
    JsonNode running = pod.container("running");
    String silence = PodEnds.silence(pod, now);
    if (!silence.isEmpty()) {
      return ended(pod, silence);
    }
    if (!running.isMissingNode()) {
      return running(pod, running);
    }
    if (pod.deletedBy() != null) {
      return ended(pod, PodEnds.fault(pod));
    }
    return pod.isGated() ? withoutTimes(pod, Phase.CREATED, 0, "") : waiting(pod, now);
  }

  static ContainerSummary summary(Pod pod, Instant now) {
    return new ContainerSummary(pod.id(), pod.name(), pod.labels(), of(pod, now).phase());
  }

  /** The exit code of the container's end, or a reason to read the state. */
  static int exitCodeOfEvent(ContainerState ended) {
    return ended.error().isEmpty() ? ended.exitCode() : EngineEvent.Ended.UNKNOWN_EXIT_CODE;
  }

  private static ContainerState running(Pod pod, JsonNode running) {
    return new ContainerState(
        pod.id(),
        pod.name(),
        pod.labels(),
        Phase.RUNNING,
        Pod.instant(running.path("startedAt")),
        null,
        0,
        false,
        "");
  }

  private static ContainerState terminated(Pod pod, JsonNode terminated) {
    String reason = terminated.path("reason").asString("");
    int exitCode = terminated.path("exitCode").asInt(0);
    if (START_FAILURES.contains(reason)) {
      return notStarted(pod, exitCode, terminated.path("message").asString(reason));
    }
    boolean isDiskFull = PodEnds.exceededDisk(pod) != null;
    return new ContainerState(
        pod.id(),
        pod.name(),
        pod.labels(),
        Phase.EXITED,
        Pod.instant(terminated.path("startedAt")),
        Pod.instant(terminated.path("finishedAt")),
        isDiskFull ? KILLED : exitCode,
        reason.equals("OOMKilled"),
        exitCode == 0 ? "" : PodEnds.fault(pod));
  }

  /** A pod whose container has no end: it never ran, or its node has not reported the end. */
  private static ContainerState ended(Pod pod, String fault) {
    return new ContainerState(
        pod.id(),
        pod.name(),
        pod.labels(),
        Phase.EXITED,
        Pod.instant(pod.container("running").path("startedAt")),
        null,
        KILLED,
        false,
        fault.isEmpty() ? "The cluster ended its pod before it ran" : fault);
  }

  private static ContainerState waiting(Pod pod, Instant now) {
    JsonNode waiting = pod.container("waiting");
    String reason = waiting.path("reason").asString("");
    String message = firstLine(waiting.path("message").asString(reason));
    Instant accepted = pod.acceptedAt();
    if (FINAL_WAITS.contains(reason)) {
      return notStarted(pod, NOT_STARTED, message);
    }
    if (PULL_WAITS.contains(reason)) {
      String problem = "its image can't be pulled: " + message;
      return accepted != null && now.isAfter(accepted.plus(PULL_TIME))
          ? notStarted(pod, NOT_STARTED, problem)
          : withoutTimes(pod, Phase.STARTING, 0, problem);
    }
    String unschedulable =
        pod.condition("PodScheduled", "False").path("message").asString("").strip();
    return withoutTimes(pod, Phase.STARTING, 0, withoutStop(unschedulable));
  }

  private static ContainerState notStarted(Pod pod, int exitCode, String message) {
    return withoutTimes(
        pod, Phase.CREATED, exitCode == 0 ? NOT_STARTED : exitCode, firstLine(message));
  }

  private static String firstLine(String message) {
    return message.strip().lines().findFirst().orElse("");
  }

  private static String withoutStop(String sentence) {
    return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
  }

  private static ContainerState withoutTimes(Pod pod, Phase phase, int exitCode, String error) {
    return new ContainerState(
        pod.id(), pod.name(), pod.labels(), phase, null, null, exitCode, false, error);
  }
}

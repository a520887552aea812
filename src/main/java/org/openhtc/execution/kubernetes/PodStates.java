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

  /**
   * How long a problem that may pass, such as an unreachable registry or a missing image, may last
   * before the start has failed.
   */
  private static final Duration LONGEST_DELAY = Duration.ofMinutes(2);

  /**
   * Why the container of a pod has an end that its node did not observe: as containerd and the
   * kubelet report it after a restart.
   */
  private static final Set<String> UNOBSERVED_ENDS = Set.of("Unknown", "ContainerStatusUnknown");

  /** Of a container whose command could not be started. */
  private static final Set<String> START_FAILURES =
      Set.of("StartError", "ContainerCannotRun", "RunContainerError");

  /** Of a waiting container that will never run. */
  private static final Set<String> FINAL_WAITS = Set.of("InvalidImageName", "ErrImageNeverPull");

  /**
   * Of a waiting container that could not be created, which the kubelet tries again: the API server
   * may not have responded to its read of a secret.
   */
  private static final Set<String> CREATION_WAITS =
      Set.of("CreateContainerConfigError", "CreateContainerError", "RunContainerError");

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
   * @param delayedSince when it was first seen to wait because of a problem that may pass
   */
  static ContainerState of(Pod pod, Instant now, Instant delayedSince) {
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
    return pod.isGated()
        ? withoutTimes(pod, Phase.CREATED, 0, "")
        : waiting(pod, now.isAfter(delayedSince.plus(LONGEST_DELAY)));
  }

  /** Whether the pod waits because of a problem that may pass. */
  static boolean isDelayed(Pod pod) {
    String reason = pod.container("waiting").path("reason").asString("");
    return PULL_WAITS.contains(reason) || CREATION_WAITS.contains(reason);
  }

  static ContainerSummary summary(Pod pod, ContainerState state) {
    return new ContainerSummary(pod.id(), pod.name(), pod.labels(), state.phase());
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
        exitCode == 0 && !PodEnds.mayBeSignalled(pod) ? "" : fault(pod, reason));
  }

  private static String fault(Pod pod, String reason) {
    String fault = PodEnds.fault(pod);
    return fault.isEmpty() && pod.reason().isEmpty() && UNOBSERVED_ENDS.contains(reason)
        ? "Node %s lost its container, as after a restart".formatted(pod.node())
        : fault;
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

  private static ContainerState waiting(Pod pod, boolean isDelayedForLong) {
    JsonNode waiting = pod.container("waiting");
    String reason = waiting.path("reason").asString("");
    String message = firstLine(waiting.path("message").asString(reason));
    if (FINAL_WAITS.contains(reason)) {
      return notStarted(pod, NOT_STARTED, message);
    }
    if (isDelayed(pod)) {
      String problem =
          PULL_WAITS.contains(reason) ? "its image can't be pulled: " + message : message;
      return isDelayedForLong
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

package org.openhtc.execution.kubernetes;

import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Why pods end that neither their jobs nor OpenHTC have ended. */
final class PodEnds {
  /** A node that is connected has ended a deleted pod by then. */
  private static final Duration LATE = Duration.ofSeconds(30);

  /** So much may the clocks of a node and of the API server differ. */
  private static final Duration SKEW = Duration.ofSeconds(10);

  /** The kubelet's message about a pod that exceeded its own limit, or that of its container. */
  private static final Pattern OWN_DISK_LIMIT =
      Pattern.compile(
          "ephemeral local storage usage exceeds the total limit of containers (\\S+?)\\.?( |$)");

  private static final Pattern OWN_CONTAINER_LIMIT =
      Pattern.compile("exceeded its local ephemeral storage limit \"(\\S+)\"");

  private PodEnds() {}

  /** The disk limit in bytes that the pod has exceeded; null if that is not why it ended. */
  static @Nullable Long exceededDisk(Pod pod) {
    if (!pod.reason().equals("Evicted")) {
      return null;
    }
    for (Pattern pattern : new Pattern[] {OWN_DISK_LIMIT, OWN_CONTAINER_LIMIT}) {
      Matcher found = pattern.matcher(pod.message());
      if (found.find()) {
        return Quantity.bytes(found.group(1));
      }
    }
    return null;
  }

  /** One clause for an ended pod; empty if its job has ended by itself, or OpenHTC has ended it. */
  static String fault(Pod pod) {
    if (exceededDisk(pod) != null) {
      return "";
    }
    JsonNode disruption = pod.condition("DisruptionTarget", "True");
    if (!disruption.isMissingNode()) {
      return disrupted(pod, disruption.path("reason").asString(""));
    }
    return switch (pod.reason()) {
      case "Evicted" -> "Node %s evicted its pod: %s".formatted(pod.node(), clause(pod));
      case "Preempting" -> preempted(pod);
      case "NodeLost" -> lost(pod);
      case "Shutdown", "NodeShutdown", "Terminated" ->
          "Node %s was shut down".formatted(pod.node());
      case "", "DeadlineExceeded", "Completed", "Error" -> deleted(pod);
      default ->
          "Node %s did not run its pod: %s, %s".formatted(pod.node(), pod.reason(), clause(pod));
    };
  }

  private static String disrupted(Pod pod, String reason) {
    return switch (reason) {
      case "PreemptionByScheduler" -> preempted(pod);
      case "DeletionByTaintManager", "DeletionByPodGC" -> lost(pod);
      case "EvictionByEvictionAPI" ->
          "Another program emptied node %s, on which its pod ran".formatted(pod.node());
      case "TerminationByKubelet" -> "Node %s ended its pod: %s".formatted(pod.node(), clause(pod));
      default -> "The cluster ended its pod on node %s: %s".formatted(pod.node(), reason);
    };
  }

  private static String preempted(Pod pod) {
    return "A pod of higher priority took its place on node " + pod.node();
  }

  private static String lost(Pod pod) {
    return "Node %s, on which its pod ran, is lost".formatted(pod.node());
  }

  /** A container that had ended before was not ended by the deletion. */
  private static String deleted(Pod pod) {
    Instant deletedAt = pod.deletedAt();
    if (deletedAt == null) {
      return "";
    }
    Instant finishedAt = Pod.instant(pod.container("terminated").path("finishedAt"));
    boolean hadEnded = finishedAt != null && finishedAt.plus(SKEW).isBefore(deletedAt);
    return hadEnded ? "" : "Another program deleted its pod";
  }

  /**
   * Whether the container ended after the cluster had decided to end its pod, such as to empty the
   * node. A program that handles the signal may end with 0 although its work is not done.
   */
  static boolean mayBeSignalled(Pod pod) {
    Instant finishedAt = Pod.instant(pod.container("terminated").path("finishedAt"));
    Instant disruptedAt =
        Pod.instant(pod.condition("DisruptionTarget", "True").path("lastTransitionTime"));
    return finishedAt != null
        && (isBy(disruptedAt, finishedAt) || isBy(pod.deletedAt(), finishedAt));
  }

  private static boolean isBy(@Nullable Instant earlier, Instant time) {
    return earlier != null && !earlier.isAfter(time);
  }

  private static String clause(Pod pod) {
    String message = pod.message().strip();
    return message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
  }

  /**
   * Why a pod counts as ended although its node has not reported its end: the pod was deleted, and
   * the node does not end it. Empty while its end is awaited.
   */
  static String silence(Pod pod, Instant now) {
    Instant by = pod.deletedBy();
    return by == null || now.isBefore(by.plus(LATE)) ? "" : lost(pod);
  }
}

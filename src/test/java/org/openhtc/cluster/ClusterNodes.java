package org.openhtc.cluster;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.openhtc.execution.engine.FakeProgram;
import tools.jackson.databind.node.ObjectNode;

/** The scheduler and the nodes: they run the programs of pods at once. The store guards them. */
final class ClusterNodes {
  private static final String NODE = "node-1";
  private static final int KILLED = 137;

  private final Map<List<String>, FakeProgram> programs = new ConcurrentHashMap<>();
  private final Map<String, List<String>> logs = new HashMap<>();
  private final Map<String, ClusterObject> running = new HashMap<>();
  private final String pods;
  private @Nullable ClusterStore store;
  private @Nullable String unschedulable;
  private @Nullable String unpullable;
  private boolean isSilent;

  ClusterNodes(String pods) {
    this.pods = pods;
  }

  void attach(ClusterStore to) {
    store = to;
  }

  void program(List<String> argv, FakeProgram program) {
    programs.put(argv, program);
  }

  /** Why no pod gets a node; null: each gets one. */
  void unschedulable(@Nullable String message) {
    unschedulable = message;
  }

  /** Why no image can be pulled; null: each can. */
  void unpullable(@Nullable String message) {
    unpullable = message;
  }

  /** A silent node reports nothing about its pods. */
  void silent(boolean now) {
    isSilent = now;
  }

  List<String> log(String uid) {
    return logs.getOrDefault(uid, List.of());
  }

  private ClusterStore store() {
    if (store == null) {
      throw new IllegalStateException();
    }
    return store;
  }

  /** A client has changed the pod. */
  void reconcile(ClusterObject pod) {
    if (!pod.json().path("kind").asString("").equals("Pod") || pod.isOver() || pod.isGated()) {
      return;
    }
    if (running.containsKey(uid(pod))) {
      endIfDue(pod);
    } else if (!pod.isDeleted()) {
      begin(pod);
    } else if (!isSilent && pod.json().path("spec").has("nodeName")) {
      end(pod, KILLED, "ContainerStatusUnknown");
    }
  }

  private void endIfDue(ClusterObject pod) {
    boolean isTimedOut = pod.spec().path("activeDeadlineSeconds").asInt(0) == 1;
    if (isSilent || !(pod.isDeleted() || isTimedOut)) {
      return;
    }
    if (isTimedOut) {
      pod.status().put("reason", "DeadlineExceeded");
    }
    end(pod, program(pod).exitCodeOnTerm(), "Error");
  }

  private void begin(ClusterObject pod) {
    if (unschedulable != null) {
      pod.status()
          .putArray("conditions")
          .addObject()
          .put("type", "PodScheduled")
          .put("status", "False")
          .put("reason", "Unschedulable")
          .put("message", unschedulable);
      store().modifiedByCluster(pods, pod);
      return;
    }
    pod.status().remove("conditions");
    pod.spec().put("nodeName", NODE);
    pod.status().put("startTime", ClusterStore.now().toString());
    if (unpullable != null) {
      pod.container("waiting").put("reason", "ImagePullBackOff").put("message", unpullable);
      store().modifiedByCluster(pods, pod);
      return;
    }
    run(pod, program(pod));
  }

  private FakeProgram program(ClusterObject pod) {
    return programs.getOrDefault(pod.command(), FakeProgram.exits(0));
  }

  private void run(ClusterObject pod, FakeProgram program) {
    String refusal = program.refusal();
    if (refusal != null) {
      pod.status().put("phase", "Failed");
      pod.container("terminated")
          .put("exitCode", 128)
          .put("reason", "StartError")
          .put("message", refusal);
      store().modifiedByCluster(pods, pod);
      return;
    }
    running.put(uid(pod), pod);
    print(pod, program.prints());
    pod.status().put("phase", "Running");
    pod.container("running").put("startedAt", ClusterStore.now().toString());
    store().modifiedByCluster(pods, pod);
    Integer exitCode = program.exitCode();
    if (exitCode != null) {
      end(
          pod,
          exitCode,
          program.outOfMemory() ? "OOMKilled" : exitCode == 0 ? "Completed" : "Error");
    }
  }

  private void print(ClusterObject pod, List<String> lines) {
    Instant at = Instant.now();
    List<String> stamped = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      stamped.add(at.plusNanos(i + 1L) + " " + lines.get(i));
    }
    logs.put(uid(pod), stamped);
  }

  private static String uid(ClusterObject pod) {
    return pod.metadata().path("uid").asString("");
  }

  private void end(ClusterObject pod, int exitCode, String reason) {
    running.remove(uid(pod));
    String startedAt =
        pod.json()
            .path("status")
            .path("containerStatuses")
            .path(0)
            .path("state")
            .path("running")
            .path("startedAt")
            .asString("");
    pod.status().put("phase", exitCode == 0 ? "Succeeded" : "Failed");
    ObjectNode terminated =
        pod.container("terminated")
            .put("exitCode", exitCode)
            .put("reason", reason)
            .put("finishedAt", ClusterStore.now().toString());
    if (!startedAt.isEmpty()) {
      terminated.put("startedAt", startedAt);
    }
    store().modifiedByCluster(pods, pod);
  }

  /** Another program kills the process of the pod. */
  void kill(ClusterObject pod) {
    end(pod, KILLED, "Error");
  }

  /** A node or the cluster ends the pod for a reason of its own. */
  void disrupt(ClusterObject pod, String reason, String message, @Nullable String condition) {
    pod.status().put("reason", reason).put("message", message);
    if (condition != null) {
      pod.status()
          .putArray("conditions")
          .addObject()
          .put("type", "DisruptionTarget")
          .put("status", "True")
          .put("reason", condition);
    }
    end(pod, KILLED, "Error");
  }

  /** The node is gone: the cluster marks its pods as failed, with containers that seem to run. */
  void lose(ClusterObject pod) {
    running.remove(uid(pod));
    pod.status().put("phase", "Failed");
    pod.status()
        .putArray("conditions")
        .addObject()
        .put("type", "DisruptionTarget")
        .put("status", "True")
        .put("reason", "DeletionByPodGC");
    store().modifiedByCluster(pods, pod);
  }
}

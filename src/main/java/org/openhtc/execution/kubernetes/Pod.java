package org.openhtc.execution.kubernetes;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.openhtc.execution.ContainerLabels;
import tools.jackson.databind.JsonNode;

/** A pod as the API server describes it. */
record Pod(JsonNode json) {
  /** Keeps an ended pod until its result is recorded, also when another program deletes it. */
  static final String FINALIZER = "openhtc.org/result";

  /** Keeps a created pod from being scheduled until it is started. */
  static final String GATE = "openhtc.org/start";

  /** The label with the name of the secret that has the shared variables. */
  static final String VARIABLES = "openhtc.org/variables";

  /** The label of pods whose result is recorded and that only have to be deleted. */
  static final String REMOVED = "openhtc.org/removed";

  /**
   * Identifies a pod.
   *
   * @param uid empty for any pod of that name
   */
  record Id(String name, String uid) {
    static Id of(String idOrName) {
      int at = idOrName.indexOf('@');
      return at < 0
          ? new Id(idOrName, "")
          : new Id(idOrName.substring(0, at), idOrName.substring(at + 1));
    }

    boolean isOf(Pod pod) {
      return uid.isEmpty() || uid.equals(pod.uid());
    }

    @Override
    public String toString() {
      return name + "@" + uid;
    }
  }

  String name() {
    return metadata("name");
  }

  String uid() {
    return metadata("uid");
  }

  /** The engine's id of the container; another pod of the same name has another one. */
  String id() {
    return new Id(name(), uid()).toString();
  }

  String resourceVersion() {
    return metadata("resourceVersion");
  }

  private String metadata(String member) {
    return json.path("metadata").path(member).asString("");
  }

  /** Those of the container. Annotations have what the labels of a pod can't have as it is. */
  Map<String, String> labels() {
    JsonNode labels = json.path("metadata").path("labels");
    JsonNode annotations = json.path("metadata").path("annotations");
    Map<String, String> found = new TreeMap<>();
    for (String key : ContainerLabels.ALL) {
      JsonNode value = annotations.has(key) ? annotations.path(key) : labels.path(key);
      if (!value.isMissingNode()) {
        found.put(key, value.asString(""));
      }
    }
    return found;
  }

  boolean belongsTo(String installation) {
    return installation.equals(labels().get(ContainerLabels.INSTALLATION));
  }

  boolean isGated() {
    return !json.path("spec").path("schedulingGates").isEmpty();
  }

  /** Null unless a program has deleted the pod: then the time by which it should have ended. */
  @Nullable Instant deletedBy() {
    return instant(json.path("metadata").path("deletionTimestamp"));
  }

  /** Null unless a program has deleted the pod: then when that was. */
  @Nullable Instant deletedAt() {
    Instant by = deletedBy();
    long grace = json.path("metadata").path("deletionGracePeriodSeconds").asLong(0);
    return by == null ? null : by.minusSeconds(grace);
  }

  boolean isKept() {
    for (JsonNode finalizer : json.path("metadata").path("finalizers")) {
      if (finalizer.asString("").equals(FINALIZER)) {
        return true;
      }
    }
    return false;
  }

  /** Those of other programs. */
  List<String> otherFinalizers() {
    List<String> others = new ArrayList<>();
    for (JsonNode finalizer : json.path("metadata").path("finalizers")) {
      others.add(finalizer.asString(""));
    }
    others.remove(FINALIZER);
    return others;
  }

  /** Whether this service has removed it: only the node has to confirm its end. */
  boolean isRemoved() {
    return deletedBy() != null && !isKept();
  }

  /** The node on which it was placed; empty before. */
  String node() {
    return json.path("spec").path("nodeName").asString("");
  }

  /** {@code Pending}, {@code Running}, {@code Succeeded}, {@code Failed} or {@code Unknown}. */
  String phase() {
    return status("phase");
  }

  boolean isOver() {
    return phase().equals("Succeeded") || phase().equals("Failed");
  }

  /**
   * Why the pod as a whole has ended, such as {@code Evicted}; empty if its container just ended.
   */
  String reason() {
    return status("reason");
  }

  String message() {
    return status("message");
  }

  private String status(String member) {
    return json.path("status").path(member).asString("");
  }

  /**
   * The container's {@code waiting}, {@code running} or {@code terminated}; missing if it is not.
   */
  JsonNode container(String state) {
    return json.path("status").path("containerStatuses").path(0).path("state").path(state);
  }

  /** The condition if it is in this status; else missing. */
  JsonNode condition(String type, String status) {
    for (JsonNode condition : json.path("status").path("conditions")) {
      if (condition.path("type").asString("").equals(type)
          && condition.path("status").asString("").equals(status)) {
        return condition;
      }
    }
    return json.path("");
  }

  static @Nullable Instant instant(JsonNode time) {
    String text = time.asString("");
    return text.isEmpty() ? null : Instant.parse(text);
  }
}

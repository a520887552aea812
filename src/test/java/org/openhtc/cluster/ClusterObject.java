package org.openhtc.cluster;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads and changes an object of the API. */
record ClusterObject(ObjectNode json) {
  ObjectNode metadata() {
    return (ObjectNode) json.withObjectProperty("metadata");
  }

  ObjectNode spec() {
    return (ObjectNode) json.withObjectProperty("spec");
  }

  ObjectNode status() {
    return (ObjectNode) json.withObjectProperty("status");
  }

  String name() {
    return json.path("metadata").path("name").asString("");
  }

  boolean isDeleted() {
    return json.path("metadata").has("deletionTimestamp");
  }

  boolean hasFinalizers() {
    return !json.path("metadata").path("finalizers").isEmpty();
  }

  boolean isGated() {
    return !json.path("spec").path("schedulingGates").isEmpty();
  }

  boolean isOver() {
    String phase = json.path("status").path("phase").asString("");
    return phase.equals("Succeeded") || phase.equals("Failed");
  }

  boolean isRunning() {
    return json.path("status").path("phase").asString("").equals("Running");
  }

  /** The command of a pod, as its container would get it. */
  List<String> command() {
    List<String> command = new ArrayList<>();
    for (JsonNode argument : json.path("spec").path("containers").path(0).path("args")) {
      command.add(argument.asString("").replace("$$", "$"));
    }
    return command;
  }

  /** Sets the only state of a pod's container. */
  ObjectNode container(String state) {
    ArrayNode statuses = status().putArray("containerStatuses");
    return statuses.addObject().put("name", "job").putObject("state").putObject(state);
  }
}

package org.openhtc.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * A request to create a container, without the members that have no effect on a simulated one.
 *
 * @param memory limit in bytes; 0 for none
 * @param runtime name of the OCI runtime
 * @param limitsDisk whether it contains a disk limit
 * @param token the job's token for the service; empty if it has none
 */
record CreateRequest(
    String name,
    String image,
    List<String> argv,
    Map<String, String> labels,
    String networkMode,
    long memory,
    String runtime,
    boolean limitsDisk,
    String token) {
  private static final String TOKEN = "RESCALE_HTC_BEARER_TOKEN=";

  static CreateRequest of(String name, JsonNode body) {
    List<String> argv = new ArrayList<>();
    body.path("Cmd").forEach(word -> argv.add(word.asString()));
    JsonNode host = body.path("HostConfig");
    return new CreateRequest(
        name,
        body.path("Image").asString(""),
        argv,
        strings(body.path("Labels")),
        host.path("NetworkMode").asString("default"),
        host.path("Memory").asLong(0),
        host.path("Runtime").asString("runc"),
        host.path("StorageOpt").has("size"),
        token(body.path("Env")));
  }

  private static String token(JsonNode environment) {
    for (JsonNode variable : environment) {
      if (variable.asString("").startsWith(TOKEN)) {
        return variable.asString().substring(TOKEN.length());
      }
    }
    return "";
  }

  CreateRequest named(String value) {
    return new CreateRequest(
        value, image, argv, labels, networkMode, memory, runtime, limitsDisk, token);
  }

  static Map<String, String> strings(JsonNode object) {
    Map<String, String> strings = HashMap.newHashMap(object.size());
    object.properties().forEach(entry -> strings.put(entry.getKey(), entry.getValue().asString()));
    return strings;
  }
}

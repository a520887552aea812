package org.openhtc.simulation;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The networks of one engine. */
final class Networks {
  private static final Set<String> PREDEFINED = Set.of("default", "bridge", "host", "none");

  private final Map<String, Map<String, String>> labelsByName = new HashMap<>();

  boolean exists(String mode) {
    return PREDEFINED.contains(mode) || labelsByName.containsKey(mode);
  }

  /** The list, if the path has no name. */
  void inspect(Exchange exchange) {
    String name = exchange.call().subject();
    if (name.isEmpty()) {
      ArrayNode list = Exchange.JSON.createArrayNode();
      labelsByName.keySet().forEach(each -> list.add(describe(each)));
      exchange.json(200, list);
    } else if (labelsByName.containsKey(name)) {
      exchange.json(200, describe(name));
    } else {
      exchange.error(404, "network %s not found".formatted(name));
    }
  }

  private ObjectNode describe(String name) {
    ObjectNode described =
        Exchange.JSON
            .createObjectNode()
            .put("Name", name)
            .put("Id", name)
            .put("Driver", "bridge")
            .put("Scope", "local");
    ObjectNode labels = described.putObject("Labels");
    labelsByName.getOrDefault(name, Map.of()).forEach(labels::put);
    return described;
  }

  void create(Exchange exchange) {
    JsonNode body = exchange.call().json();
    String name = body.path("Name").asString("");
    if (exists(name)) {
      exchange.error(409, "network with name %s already exists".formatted(name));
    } else {
      labelsByName.put(name, CreateRequest.strings(body.path("Labels")));
      exchange.text(201, "{\"Id\":\"" + name + "\",\"Warning\":\"\"}");
    }
  }

  void delete(Exchange exchange) {
    if (labelsByName.remove(exchange.call().subject()) == null) {
      exchange.error(404, "network %s not found".formatted(exchange.call().subject()));
    } else {
      exchange.empty(204);
    }
  }
}

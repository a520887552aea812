package org.openhtc.simulation;

import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The images of one engine, and those that its registry has. */
final class Images {
  static final long SIZE = 4 << 20;

  private final EngineClock clock;

  /** The time of its creation by reference. */
  private final Map<String, Instant> held = new LinkedHashMap<>();

  private final Set<String> offered = ConcurrentHashMap.newKeySet();
  private volatile @Nullable String registryFailure;

  Images(Set<String> held, EngineClock clock) {
    this.clock = clock;
    held.forEach(this::add);
  }

  private void add(String reference) {
    held.putIfAbsent(reference, clock.now());
  }

  void offer(String reference) {
    offered.add(reference);
  }

  /** Every pull fails with this message; null ends that. */
  void registryFailure(@Nullable String message) {
    registryFailure = message;
  }

  boolean holds(String name) {
    return find(name) != null;
  }

  /** By reference, by reference with digest, or by id. */
  private @Nullable String find(String name) {
    if (held.containsKey(name)) {
      return name;
    }
    String latest = name + ":latest";
    if (held.containsKey(latest)) {
      return latest;
    }
    return name.contains("sha256:")
        ? held.keySet().stream()
            .filter(image -> name.equals(idOf(image)) || name.equals(withDigest(image)))
            .findFirst()
            .orElse(null)
        : null;
  }

  static String idOf(String image) {
    HexFormat hex = HexFormat.of();
    return "sha256:" + hex.toHexDigits(image.hashCode()).repeat(8);
  }

  private static String withDigest(String image) {
    return repository(image) + "@" + idOf(image);
  }

  private static String repository(String image) {
    int colon = image.lastIndexOf(':');
    return colon > image.lastIndexOf('/') ? image.substring(0, colon) : image;
  }

  void inspect(Exchange exchange) {
    String image = find(exchange.call().subject());
    if (image == null) {
      exchange.error(404, "No such image: " + exchange.call().subject());
    } else {
      exchange.json(200, describe(image).put("Architecture", "amd64").put("Os", "linux"));
    }
  }

  void list(Exchange exchange) {
    Filters filters = Filters.of(exchange.call().parameter("filters"));
    ArrayNode list = Exchange.JSON.createArrayNode();
    held.forEach((image, created) -> {
      if (filters.allows("reference", image) || filters.allows("reference", repository(image))) {
        list.add(describe(image).put("Created", created.getEpochSecond()));
      }
    });
    exchange.json(200, list);
  }

  private static ObjectNode describe(String image) {
    ObjectNode described =
        Exchange.JSON.createObjectNode().put("Id", idOf(image)).put("Size", SIZE);
    described.putArray("RepoTags").add(image);
    described.putArray("RepoDigests").add(withDigest(image));
    return described;
  }

  void create(Exchange exchange) {
    Call call = exchange.call();
    if (call.parameter("fromSrc").isEmpty()) {
      pull(exchange, reference(call.parameter("fromImage"), call.parameter("tag")));
    } else {
      add(reference(call.parameter("repo"), call.parameter("tag")));
      exchange.text(200, "{\"status\":\"imported\"}\n");
    }
  }

  private static String reference(String repository, String tag) {
    return tag.isEmpty() ? repository : repository + ":" + tag;
  }

  private void pull(Exchange exchange, String reference) {
    String failure = registryFailure;
    if (failure != null) {
      exchange.error(500, failure);
    } else if (offered.contains(reference)) {
      add(reference);
      exchange.text(200, "{\"status\":\"Pull complete\"}\n");
    } else {
      exchange.error(404, "manifest for %s not found: manifest unknown".formatted(reference));
    }
  }

  void delete(Exchange exchange, ContainerTable containers) {
    String image = find(exchange.call().subject());
    if (image == null) {
      exchange.error(404, "No such image: " + exchange.call().subject());
    } else if (containers.uses(image)) {
      exchange.error(409, "conflict: unable to remove repository reference, a container uses it");
    } else {
      held.remove(image);
      ArrayNode removed = Exchange.JSON.createArrayNode();
      removed.addObject().put("Untagged", image);
      exchange.json(200, removed);
    }
  }
}

package org.openhtc.simulation;

import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The calls of one engine's API about containers. */
final class ContainerCalls {
  private static final long LEAST_MEMORY = 6 << 20;
  private static final String ID_PREFIX = UUID.randomUUID().toString().replace("-", "");

  private final EngineParts parts;
  private long ids;

  ContainerCalls(EngineParts parts) {
    this.parts = parts;
  }

  void create(Exchange exchange) {
    CreateRequest request =
        CreateRequest.of(exchange.call().parameter("name"), exchange.call().json());
    SimulatedContainer same = parts.table().named(request.name());
    if (!parts.images().holds(request.image())) {
      exchange.error(404, "No such image: " + request.image());
    } else if (same != null) {
      exchange.error(
          409,
          "Conflict. The container name \"/%s\" is already in use by container \"%s\". You have to remove (or rename) that container to be able to reuse that name."
              .formatted(same.name, same.id));
    } else if (request.memory() > 0 && request.memory() < LEAST_MEMORY) {
      exchange.error(400, "Minimum memory limit allowed is 6MB");
    } else if (!request.runtime().equals("runc")) {
      exchange.error(400, "unknown or invalid runtime name: " + request.runtime());
    } else if (request.limitsDisk() && !parts.settings().quota) {
      exchange.error(
          500, "--storage-opt is supported only for overlay over xfs with 'pquota' mount option");
    } else {
      exchange.text(201, "{\"Id\":\"" + add(request).id + "\",\"Warnings\":[]}");
    }
  }

  private SimulatedContainer add(CreateRequest request) {
    String id = nextId();
    SimulatedContainer container =
        new SimulatedContainer(
            id,
            request.name().isEmpty() ? request.named(id) : request,
            parts.programs().of(request.argv(), request.labels()),
            attributes(request),
            parts.clock().now());
    parts.lifecycle().created(container);
    return container;
  }

  /** The first digits differ between containers, as clients show only those. */
  private String nextId() {
    long number = ++ids;
    HexFormat hex = HexFormat.of();
    return hex.toHexDigits(number * 0x9E3779B97F4A7C15L)
        + ID_PREFIX
        + hex.toHexDigits(((long) parts.number() << 40) + number);
  }

  private static String attributes(CreateRequest request) {
    ObjectNode attributes = Exchange.JSON.createObjectNode();
    request.labels().forEach(attributes::put);
    attributes.put("image", request.image()).put("name", request.name());
    String object = attributes.toString();
    return object.substring(1, object.length() - 1);
  }

  void start(Exchange exchange) {
    SimulatedContainer container = found(exchange);
    if (container == null) {
      return;
    }
    String refusal = refusal(container);
    if (container.isRunning()) {
      exchange.empty(304);
    } else if (refusal != null) {
      container.exitCode = 128;
      container.error = refusal;
      exchange.error(refusal.startsWith("cannot join") ? 409 : 500, refusal);
    } else {
      parts.lifecycle().start(container);
      exchange.empty(204);
    }
  }

  /** Why the container can't be started; null if it can. */
  private @Nullable String refusal(SimulatedContainer container) {
    String mode = container.networkMode;
    if (mode.startsWith("container:")) {
      String owner = mode.substring("container:".length());
      SimulatedContainer joined = parts.table().find(owner);
      if (joined == null) {
        return "No such container: " + owner;
      }
      if (!joined.isRunning()) {
        return "cannot join network of a non running container: " + owner;
      }
    } else if (!parts.networks().exists(mode)) {
      return "network %s not found".formatted(mode);
    }
    return container.program.refusalBeforeStart();
  }

  void inspect(Exchange exchange, boolean withSize) {
    SimulatedContainer container = found(exchange);
    if (container != null) {
      exchange.json(200, ContainerDescriptions.details(container, withSize));
    }
  }

  void changes(Exchange exchange) {
    if (found(exchange) != null) {
      exchange.json(200, Exchange.JSON.createArrayNode());
    }
  }

  void list(Exchange exchange) {
    Filters filters = Filters.of(exchange.call().parameter("filters"));
    boolean all = exchange.call().isSet("all");
    ArrayNode list = Exchange.JSON.createArrayNode();
    for (SimulatedContainer container : parts.table().all()) {
      if ((all || container.isRunning())
          && filters.allowsLabels(container.labels)
          && filters.allows("status", ContainerDescriptions.status(container))
          && filters.allows("name", container.name)
          && filters.allows("id", container.id)) {
        list.add(ContainerDescriptions.entry(container));
      }
    }
    exchange.json(200, list);
  }

  void logs(Exchange exchange) {
    SimulatedContainer container = found(exchange);
    if (container != null) {
      ContainerLogs.send(exchange, container);
    }
  }

  void stop(Exchange exchange) {
    SimulatedContainer container = found(exchange);
    if (container == null) {
      return;
    }
    if (!container.isRunning()) {
      exchange.empty(304);
      return;
    }
    container.whenEnded(() -> exchange.empty(204));
    String grace = exchange.call().parameter("t");
    parts.lifecycle().stop(container, grace.isEmpty() ? 10 : Long.parseLong(grace));
  }

  void kill(Exchange exchange) {
    SimulatedContainer container = found(exchange);
    if (container == null) {
      return;
    }
    if (container.isRunning()) {
      parts.lifecycle().kill(container);
      exchange.empty(204);
    } else {
      exchange.error(409, "container %s is not running".formatted(container.id));
    }
  }

  void await(Exchange exchange) {
    SimulatedContainer container = found(exchange);
    if (container == null) {
      return;
    }
    Runnable respond = () -> exchange.text(200, "{\"StatusCode\":" + container.exitCode + "}");
    if (container.isRunning()) {
      container.whenEnded(respond);
    } else {
      respond.run();
    }
  }

  void delete(Exchange exchange) {
    SimulatedContainer container = found(exchange);
    if (container == null) {
      return;
    }
    if (container.isRunning() && !exchange.call().isSet("force")) {
      exchange.error(
          409,
          "cannot remove container \"/%s\": container is running: stop the container before removing or force remove"
              .formatted(container.name));
    } else {
      parts.lifecycle().remove(container);
      exchange.empty(204);
    }
  }

  /** As if the file system of the container had less room than any archive needs. */
  void archive(Exchange exchange) {
    if (found(exchange) != null) {
      exchange.error(500, "write: disk quota exceeded");
    }
  }

  /** Null after a response that there is no such container. */
  private @Nullable SimulatedContainer found(Exchange exchange) {
    SimulatedContainer container = parts.table().find(exchange.call().subject());
    if (container == null) {
      exchange.error(404, "No such container: " + exchange.call().subject());
    }
    return container;
  }
}

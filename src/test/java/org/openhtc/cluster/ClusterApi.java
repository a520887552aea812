package org.openhtc.cluster;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Responds to the requests to the API server. */
final class ClusterApi {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final ClusterStore store;
  private final ClusterNodes nodes;
  private final ClusterFaults faults;
  private final ClusterCalls calls = new ClusterCalls();

  ClusterApi(ClusterStore store, ClusterNodes nodes, ClusterFaults faults) {
    this.store = store;
    this.nodes = nodes;
    this.faults = faults;
  }

  ClusterCalls calls() {
    return calls;
  }

  void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      ClusterRequest request = ClusterRequest.of(exchange);
      if (ClusterCall.isOfAResource(request)) {
        calls.add(ClusterCall.of(request));
      }
      faults.interrupt(request);
      Integer fault = faults.next(request);
      if (fault != null) {
        error(exchange, fault, "a fault of the test");
      } else if (request.collection().equals("/version")) {
        json(exchange, 200, JSON.createObjectNode().put("gitVersion", "v1.37.2"));
      } else if (request.name().isEmpty()) {
        collection(exchange, request);
      } else {
        object(exchange, request);
      }
    }
  }

  private void collection(HttpExchange exchange, ClusterRequest request) throws IOException {
    if (request.method().equals("POST")) {
      create(exchange, request);
    } else if (request.method().equals("DELETE")) {
      deleteAll(exchange, request);
    } else if (request.query().containsKey("watch")) {
      watch(exchange, request);
    } else {
      list(exchange, request);
    }
  }

  private void create(HttpExchange exchange, ClusterRequest request) throws IOException {
    ObjectNode object = (ObjectNode) request.json();
    String name = new ClusterObject(object).name();
    synchronized (store) {
      String refusal = faults.refusal();
      if (store.find(request.collection(), name) != null) {
        error(exchange, 409, "pods \"%s\" already exists".formatted(name));
      } else if (refusal != null && request.collection().endsWith("/pods")) {
        error(exchange, 403, refusal);
      } else {
        store.create(request.collection(), object);
        changed(exchange, 201, request, object);
      }
    }
  }

  private void list(HttpExchange exchange, ClusterRequest request) throws IOException {
    synchronized (store) {
      List<ClusterObject> found =
          store.list(request.collection()).stream()
              .filter(object -> request.selects(object.json()))
              .toList();
      String limit = request.parameter("limit");
      String begun = request.parameter("continue");
      int from = begun.isEmpty() ? 0 : Integer.parseInt(begun);
      int page = limit.isEmpty() ? found.size() : Math.min(Integer.parseInt(limit), faults.page());
      int to = Math.min(found.size(), from + page);
      ObjectNode list = JSON.createObjectNode();
      ObjectNode metadata = list.putObject("metadata");
      metadata.put("resourceVersion", Long.toString(store.version()));
      if (to < found.size()) {
        metadata.put("continue", Integer.toString(to));
      }
      ArrayNode items = list.putArray("items");
      for (ClusterObject object : found.subList(Math.min(from, to), to)) {
        items.add(request.wantsMetadataOfList() ? metadataOf(object.json()) : object.json());
      }
      json(exchange, 200, list);
    }
  }

  private void watch(HttpExchange exchange, ClusterRequest request) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, 0);
    long known = Long.parseLong(request.parameter("resourceVersion"));
    Instant end = Instant.now().plusSeconds(Long.parseLong(request.parameter("timeoutSeconds")));
    int stream = faults.streamOpened();
    try (OutputStream body = exchange.getResponseBody()) {
      body.flush();
      while (Instant.now().isBefore(end) && !faults.isStreamCut(stream)) {
        List<ClusterStore.Change> changes = store.after(known, request.collection());
        if (changes == null) {
          send(body, "ERROR", JSON.createObjectNode().put("kind", "Status").put("code", 410));
          return;
        }
        for (ClusterStore.Change change : changes) {
          known = change.version();
          String type = typeFor(request, change);
          for (int copy = 0; type != null && copy < faults.copies(); copy++) {
            calls.change();
            send(body, type, change.object());
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** An object that enters or leaves the selection is added or deleted for the client. */
  private static @Nullable String typeFor(ClusterRequest request, ClusterStore.Change change) {
    boolean was = change.before() != null && request.selects(change.before());
    boolean is = !change.type().equals("DELETED") && request.selects(change.object());
    if (was) {
      return is ? "MODIFIED" : "DELETED";
    }
    return is ? "ADDED" : null;
  }

  private static void send(OutputStream body, String type, ObjectNode object) throws IOException {
    ObjectNode event = JSON.createObjectNode().put("type", type);
    event.set("object", object);
    body.write((event + "\n").getBytes(StandardCharsets.UTF_8));
    body.flush();
  }

  private void object(HttpExchange exchange, ClusterRequest request) throws IOException {
    synchronized (store) {
      ClusterObject object = store.find(request.collection(), request.name());
      if (object == null) {
        error(exchange, 404, "\"%s\" not found".formatted(request.name()));
        return;
      }
      switch (request.method()) {
        case "GET" -> get(exchange, request, object);
        case "PUT" -> {
          store.replace(request.collection(), object, (ObjectNode) request.json());
          changed(exchange, 200, request, object.json());
        }
        case "PATCH" -> patch(exchange, request, object);
        case "DELETE" -> delete(exchange, request, object);
        default -> error(exchange, 405, "not allowed");
      }
    }
  }

  private void get(HttpExchange exchange, ClusterRequest request, ClusterObject object)
      throws IOException {
    if (!request.part().equals("log")) {
      json(exchange, 200, object.json());
    } else if (!object.json().path("status").has("containerStatuses")) {
      error(exchange, 400, "container \"job\" in pod is waiting to start: ContainerCreating");
    } else {
      String log = String.join("", lines(object));
      byte[] bytes = log.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
      if (bytes.length > 0) {
        exchange.getResponseBody().write(bytes);
      }
    }
  }

  private List<String> lines(ClusterObject pod) {
    return nodes.log(pod.metadata().path("uid").asString("")).stream()
        .map(line -> line + "\n")
        .collect(Collectors.toList());
  }

  private void patch(HttpExchange exchange, ClusterRequest request, ClusterObject object)
      throws IOException {
    String failure =
        request.contentType().startsWith("application/json-patch+json")
            ? JsonPatch.apply(object.json(), request.json())
            : merge(object.json(), request.json());
    if (failure != null) {
      error(exchange, 422, failure);
      return;
    }
    store.modified(request.collection(), object);
    changed(exchange, 200, request, object.json());
  }

  private static @Nullable String merge(ObjectNode object, JsonNode patch) {
    patch
        .properties()
        .forEach(member -> {
          if (member.getValue() instanceof ObjectNode content) {
            merge((ObjectNode) object.withObjectProperty(member.getKey()), content);
          } else {
            object.set(member.getKey(), member.getValue());
          }
        });
    return null;
  }

  private void deleteAll(HttpExchange exchange, ClusterRequest request) throws IOException {
    synchronized (store) {
      long grace = request.json().path("gracePeriodSeconds").asLong(0);
      store.list(request.collection()).stream()
          .filter(object -> request.selects(object.json()))
          .forEach(object -> store.delete(request.collection(), object, grace));
      if (request.wantsMetadata()) {
        error(exchange, 406, "a list is no object");
        return;
      }
      if (!request.wantsMetadataOfList()) {
        calls.wholeObject();
      }
      json(exchange, 200, JSON.createObjectNode().put("kind", "PartialObjectMetadataList"));
    }
  }

  private void delete(HttpExchange exchange, ClusterRequest request, ClusterObject object)
      throws IOException {
    for (var precondition : request.json().path("preconditions").properties()) {
      if (!precondition.getValue().equals(object.metadata().path(precondition.getKey()))) {
        error(exchange, 409, "a precondition does not match: " + precondition.getKey());
        return;
      }
    }
    long grace = request.json().path("gracePeriodSeconds").asLong(0);
    store.delete(request.collection(), object, grace);
    changed(exchange, 200, request, object.json());
  }

  private void changed(HttpExchange exchange, int code, ClusterRequest request, ObjectNode object)
      throws IOException {
    if (request.wantsMetadata()) {
      json(exchange, code, metadataOf(object));
    } else {
      calls.wholeObject();
      json(exchange, code, object);
    }
  }

  private static ObjectNode metadataOf(ObjectNode object) {
    ObjectNode part = JSON.createObjectNode().put("kind", "PartialObjectMetadata");
    part.set("metadata", object.path("metadata"));
    return part;
  }

  private static void error(HttpExchange exchange, int code, String message) throws IOException {
    json(
        exchange,
        code,
        JSON.createObjectNode().put("kind", "Status").put("code", code).put("message", message));
  }

  private static void json(HttpExchange exchange, int code, JsonNode content) throws IOException {
    byte[] bytes = JSON.writeValueAsBytes(content);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(code, bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}

package org.openhtc.cluster;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A request to the API server.
 *
 * @param collection path of the collection
 * @param name of the object; empty for the collection
 * @param part of the object, such as {@code log}; empty for the object itself
 */
record ClusterRequest(
    String method,
    String collection,
    String name,
    String part,
    Map<String, String> query,
    String contentType,
    String accept,
    String body) {
  private static final JsonMapper JSON = JsonMapper.shared();

  static ClusterRequest of(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String[] segments = path.substring(1).split("/");
    int kind = kindIndex(segments);
    int count = Math.min(segments.length, kind + 1);
    Headers headers = exchange.getRequestHeaders();
    return new ClusterRequest(
        exchange.getRequestMethod(),
        "/" + String.join("/", Arrays.copyOf(segments, count)),
        segments.length > kind + 1 ? segments[kind + 1] : "",
        segments.length > kind + 2 ? segments[kind + 2] : "",
        query(exchange.getRequestURI().getRawQuery()),
        Objects.requireNonNullElse(headers.getFirst("Content-Type"), ""),
        Objects.requireNonNullElse(headers.getFirst("Accept"), ""),
        new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
  }

  /** The segment that names the kind of object, such as {@code pods}. */
  private static int kindIndex(String[] segments) {
    int group = segments[0].equals("apis") ? 3 : 2;
    boolean isInNamespace = segments.length > group + 2 && segments[group].equals("namespaces");
    return isInNamespace ? group + 2 : group;
  }

  private static Map<String, String> query(@org.jspecify.annotations.Nullable String raw) {
    Map<String, String> query = new TreeMap<>();
    if (raw != null) {
      for (String part : raw.split("&")) {
        int equals = part.indexOf('=');
        query.put(
            part.substring(0, equals),
            URLDecoder.decode(part.substring(equals + 1), StandardCharsets.UTF_8));
      }
    }
    return query;
  }

  String parameter(String key) {
    return query.getOrDefault(key, "");
  }

  /** Whether the client accepts only the metadata of an object. */
  boolean wantsMetadata() {
    return accept.contains("as=PartialObjectMetadata;");
  }

  /** Whether the client accepts only the metadata of the objects of a list. */
  boolean wantsMetadataOfList() {
    return accept.contains("as=PartialObjectMetadataList;");
  }

  JsonNode json() {
    return JSON.readTree(body.isEmpty() ? "{}" : body);
  }

  /** Whether the object is among those that the selectors of the query choose. */
  boolean selects(JsonNode object) {
    return matchesLabels(object, parameter("labelSelector"))
        && matchesFields(object, parameter("fieldSelector"));
  }

  private static boolean matchesLabels(JsonNode object, String selector) {
    JsonNode labels = object.path("metadata").path("labels");
    return Arrays.stream(selector.split(","))
        .filter(term -> !term.isEmpty())
        .allMatch(term -> {
          if (term.startsWith("!")) {
            return !labels.has(term.substring(1));
          }
          if (term.contains("!=")) {
            String[] unwanted = term.split("!=", 2);
            return !labels.path(unwanted[0]).asString("").equals(unwanted[1]);
          }
          String[] pair = term.split("=", 2);
          return labels.path(pair[0]).asString("").equals(pair[1]);
        });
  }

  private static boolean matchesFields(JsonNode object, String selector) {
    return Arrays.stream(selector.split(","))
        .filter(term -> !term.isEmpty())
        .allMatch(term -> {
          boolean isUnwanted = term.contains("!=");
          String[] pair = term.split("!?=", 2);
          String value = object.at("/" + pair[0].replace('.', '/')).asString("");
          return value.equals(pair[1]) != isUnwanted;
        });
  }
}

package org.openhtc.simulation;

import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.openhtc.simulation.fault.Operation;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A request, recognised as an operation of the Docker API.
 *
 * @param subject id or name of the container, image or network; empty if the path has none
 * @param body empty where the operation needs none
 */
record Call(Operation operation, String subject, Map<String, List<String>> query, String body) {
  private static final JsonMapper JSON = JsonMapper.shared();

  static Call of(FullHttpRequest request) {
    QueryStringDecoder uri = new QueryStringDecoder(request.uri());
    String path = withoutVersion(uri.path());
    HttpMethod method = request.method();
    int slash = path.indexOf('/');
    String kind = slash < 0 ? path : path.substring(0, slash);
    String rest = slash < 0 ? "" : path.substring(slash + 1);
    return switch (kind) {
      case "containers" -> container(request, uri, rest);
      case "images" -> image(uri, method, rest);
      case "networks" -> network(request, uri, rest);
      case "events" -> call(Operation.EVENTS, "", uri);
      case "info" -> call(Operation.INFO, "", uri);
      case "version" -> call(Operation.VERSION, "", uri);
      case "_ping" -> call(Operation.PING, "", uri);
      default -> call(Operation.OTHER, path, uri);
    };
  }

  /** The path's segments after the version, without the first slash. */
  private static String withoutVersion(String path) {
    boolean versioned = path.length() > 2 && path.charAt(1) == 'v' && digit(path.charAt(2));
    int end = versioned ? path.indexOf('/', 1) : 0;
    return path.substring(end + 1);
  }

  private static boolean digit(char c) {
    return c >= '0' && c <= '9';
  }

  private static Call container(FullHttpRequest request, QueryStringDecoder uri, String rest) {
    if (rest.equals("json")) {
      return call(Operation.LIST, "", uri);
    }
    if (rest.equals("create")) {
      return new Call(Operation.CREATE, "", uri.parameters(), text(request));
    }
    int slash = rest.indexOf('/');
    if (slash < 0) {
      return call(
          request.method().equals(HttpMethod.DELETE) ? Operation.DELETE : Operation.OTHER,
          rest,
          uri);
    }
    return call(ofContainer(rest.substring(slash + 1), uri), rest.substring(0, slash), uri);
  }

  private static Operation ofContainer(String verb, QueryStringDecoder uri) {
    return switch (verb) {
      case "start" -> Operation.START;
      case "json" -> uri.parameters().containsKey("size") ? Operation.SIZE : Operation.INSPECT;
      case "changes" -> Operation.CHANGES;
      case "logs" -> Operation.LOGS;
      case "stop" -> Operation.STOP;
      case "kill" -> Operation.KILL;
      case "wait" -> Operation.WAIT;
      case "archive" -> Operation.ARCHIVE;
      default -> Operation.OTHER;
    };
  }

  private static Call image(QueryStringDecoder uri, HttpMethod method, String rest) {
    if (rest.equals("json")) {
      return call(Operation.IMAGE_LIST, "", uri);
    }
    if (rest.equals("create")) {
      return call(Operation.IMAGE_CREATE, "", uri);
    }
    if (rest.endsWith("/json")) {
      return call(
          Operation.IMAGE_INSPECT, rest.substring(0, rest.length() - "/json".length()), uri);
    }
    return call(
        method.equals(HttpMethod.DELETE) ? Operation.IMAGE_DELETE : Operation.OTHER, rest, uri);
  }

  private static Call network(FullHttpRequest request, QueryStringDecoder uri, String rest) {
    if (rest.equals("create")) {
      return new Call(Operation.NETWORK_CREATE, "", uri.parameters(), text(request));
    }
    boolean deletes = request.method().equals(HttpMethod.DELETE);
    return call(deletes ? Operation.NETWORK_DELETE : Operation.NETWORK_INSPECT, rest, uri);
  }

  private static Call call(Operation operation, String subject, QueryStringDecoder uri) {
    return new Call(operation, subject, uri.parameters(), "");
  }

  private static String text(FullHttpRequest request) {
    return request.content().toString(StandardCharsets.UTF_8);
  }

  /** The query parameter; empty if it is absent. */
  String parameter(String name) {
    List<String> values = query.get(name);
    return values == null ? "" : values.getFirst();
  }

  boolean isSet(String name) {
    String value = parameter(name);
    return value.equals("1") || value.equals("true");
  }

  JsonNode json() {
    return JSON.readTree(body);
  }
}

package org.openhtc.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import tools.jackson.databind.JsonNode;

/**
 * One operation of {@code openapi.yaml}.
 *
 * @param method in capital letters
 * @param path without base path, with variables in braces
 * @param pattern the path for matching; a variable marked {@code x-rest-of-path} also matches
 *     slashes
 */
public record DescribedOperation(
    ApiDescription in,
    String method,
    String path,
    PathPattern pattern,
    JsonNode node,
    List<JsonNode> parameters) {
  private static final Pattern VARIABLE = Pattern.compile("\\{[^}]+}");

  static DescribedOperation of(ApiDescription in, String method, String path, JsonNode item) {
    JsonNode node = item.path(method);
    List<JsonNode> parameters =
        Stream.concat(item.path("parameters").valueStream(), node.path("parameters").valueStream())
            .map(in::resolve)
            .toList();
    String open = path;
    for (JsonNode parameter : parameters) {
      if (parameter.path("x-rest-of-path").asBoolean(false)) {
        String name = parameter.path("name").asString();
        open = open.replace("{" + name + "}", "{*" + name + "}");
      }
    }
    return new DescribedOperation(
        in,
        method.toUpperCase(Locale.ROOT),
        path,
        PathPatternParser.defaultInstance.parse(open),
        node,
        new ArrayList<>(parameters));
  }

  public String id() {
    return node.path("operationId").asString();
  }

  /** Such as {@code GET /htc/projects}. */
  public String name() {
    return method + " " + path;
  }

  /** Method and path without the names of variables, which requests do not contain. */
  public String shape() {
    return shape(name());
  }

  public static String shape(String name) {
    return VARIABLE.matcher(name).replaceAll("{}");
  }

  /** Whether it is served without a token. */
  public boolean isPublic() {
    return node.has("security") && node.path("security").isEmpty();
  }

  /** The status codes of its described responses. */
  public Set<String> statuses() {
    return new TreeSet<>(node.path("responses").propertyNames());
  }

  /** The described response; a missing node if the status is not described. */
  public JsonNode response(String status) {
    return in.resolve(node.path("responses").path(status));
  }
}

package org.openhtc.testing;

import com.google.common.cache.CacheBuilder;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.NonValidationKeyword;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.http.MediaType;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Compares responses of the service with {@code openapi.yaml}. */
public final class ResponseCheck {
  private static final JsonMapper JSON = JsonMapper.shared();

  /**
   * The statuses for a path that is not described. Other statuses could reveal which paths exist to
   * clients without permission.
   */
  private static final Set<Integer> REFUSALS = Set.of(400, 401, 403, 404, 429);

  /** The described responses that require headers. */
  private static final Map<Integer, String> WITH_HEADERS =
      Map.of(401, "Unauthorized", 405, "MethodNotAllowed", 429, "TooManyRequests");

  /** The paths of operations that tests register temporarily. */
  private static final String TEST_PATHS = "/api/v1/testing/";

  private static final String COMPONENTS = "components";

  private static final String JSON_TYPE = MediaType.APPLICATION_JSON_VALUE;

  private static final JsonNode ID = JSON.getNodeFactory().stringNode("id");

  private final ApiDescription description;
  private final JsonNode components;
  private final SchemaRegistry registry =
      SchemaRegistry.withDefaultDialect(
          Dialect.builder(Dialects.getOpenApi30())
              .keyword(new NonValidationKeyword(COMPONENTS))
              .build(),
          builder ->
              builder.schemaRegistryConfig(
                  SchemaRegistryConfig.builder()
                      .locale(Locale.ROOT)
                      .formatAssertionsEnabled(true)
                      .build()));
  private final Map<JsonNode, Schema> schemas = new ConcurrentHashMap<>();

  /**
   * The results of earlier checks. Most bodies are checked at least twice: in the service and in
   * its client.
   */
  private final Map<Body, List<String>> results =
      CacheBuilder.newBuilder()
          .maximumWeight(10_000_000)
          .weigher((Body body, List<String> problems) -> body.text.length())
          .build()
          .asMap();

  public ResponseCheck(ApiDescription description) {
    this.description = description;
    this.components = closed(description.document().path(COMPONENTS).deepCopy());
  }

  /** A body and the name of its schema. */
  private record Body(String name, int status, String text) {}

  /**
   * A response and the request that it belongs to.
   *
   * @param headers names of the headers that are present
   * @param body "" if the response has none
   */
  public record Response(
      String method,
      String path,
      int status,
      Set<String> headers,
      String contentType,
      String body) {
    @Override
    public String toString() {
      return "%s %s responds with %d".formatted(method, path, status);
    }
  }

  /**
   * Checks a response to any request.
   *
   * @throws AssertionError if the response deviates from the document; the message names the
   *     deviation
   */
  public void check(Response response) {
    if (response.path.startsWith(TEST_PATHS)) {
      return;
    }
    List<DescribedOperation> operations = description.at(response.path);
    Optional<DescribedOperation> operation = description.find(response.method, response.path);
    if (response.method.equals("OPTIONS") && response.status == 200) {
      boolean namesMethods = !operations.isEmpty() && response.body.isEmpty();
      require(
          namesMethods,
          response,
          "the response to OPTIONS names the methods of the path and has no body");
    } else if (operation.isPresent()) {
      checkDescribed(response, operation.get());
    } else if (operations.isEmpty()) {
      require(REFUSALS.contains(response.status), response, "the path is not described");
      checkError(response);
    } else {
      boolean refused = response.status == 405 || REFUSALS.contains(response.status);
      require(refused, response, "the path is described without this method");
      checkError(response);
    }
  }

  /**
   * Checks the error response to a request that no document could describe, such as malformed HTTP.
   *
   * @throws AssertionError if the response deviates from the document; the message names the
   *     deviation
   */
  public void checkError(Response response) {
    String name = WITH_HEADERS.getOrDefault(response.status, "");
    checkHeaders(response, "an error", components.path("responses").path(name));
    if (!response.method.equals("HEAD")) {
      String type = plainType(response.contentType);
      require(
          type.equals(JSON_TYPE),
          response,
          "the media type of an error is not '%s'".formatted(type));
      checkBody(response, "Error", components.path("schemas").path("Error"));
    }
  }

  /** How an event of the stream at a path deviates from the document; empty if it does not. */
  List<String> problemsOfEvent(String path, boolean hasId, String name, JsonNode data) {
    JsonNode kinds =
        description
            .find("GET", path)
            .map(operation -> operation.response("200"))
            .orElseThrow()
            .at("/content/text~1event-stream/x-itemSchema/oneOf");
    Optional<JsonNode> kind =
        kinds
            .valueStream()
            .filter(each -> each.at("/properties/event/enum/0").asString("").equals(name))
            .findFirst();
    if (kind.isEmpty()) {
      return List.of("an event '%s' is not described".formatted(name));
    }
    if (!hasId && kind.get().path("required").valueStream().anyMatch(ID::equals)) {
      return List.of("an event '%s' has an id".formatted(name));
    }
    return problems(kind.get().at("/properties/data/contentSchema"), data);
  }

  /** How the body of a response deviates from the schema; empty if it does not. */
  public List<String> problems(JsonNode schema, JsonNode body) {
    return problems(schema, body, true);
  }

  /** How the body of a request deviates from the schema; empty if it does not. */
  public List<String> problemsOfRequest(JsonNode schema, JsonNode body) {
    return problems(schema, body, false);
  }

  private List<String> problems(JsonNode schema, JsonNode body, boolean refuseWriteOnly) {
    return schemas
        .computeIfAbsent(schema, this::compile)
        .validate(
            body, context -> context.executionConfig(config -> config.writeOnly(refuseWriteOnly)))
        .stream()
        .map(ResponseCheck::message)
        .toList();
  }

  private void checkDescribed(Response response, DescribedOperation operation) {
    JsonNode described = operation.response(String.valueOf(response.status));
    require(
        !described.isMissingNode(),
        response,
        "%s does not have this status".formatted(operation.id()));
    checkHeaders(response, operation.id(), described);
    JsonNode content = described.path("content");
    if (response.method.equals("HEAD") || content.isEmpty()) {
      require(
          response.body.isEmpty(),
          response,
          "%s has no body with this status".formatted(operation.id()));
      return;
    }
    String type = plainType(response.contentType);
    require(
        content.has(type),
        response,
        "the media type of %s is not '%s' but one of %s"
            .formatted(operation.id(), type, content.propertyNames()));
    if (type.endsWith("json")) {
      checkBody(response, operation.id(), content.path(type).path("schema"));
    }
  }

  /** The response to HEAD may lack headers whose value depends on the body. */
  private void checkHeaders(Response response, String name, JsonNode described) {
    described
        .path("headers")
        .forEachEntry((header, node) -> {
          boolean required = description.resolve(node).path("required").asBoolean(false);
          boolean present = response.headers.stream().anyMatch(header::equalsIgnoreCase);
          require(
              present || !required || response.method.equals("HEAD"),
              response,
              "%s has the header %s with this status".formatted(name, header));
        });
  }

  private void checkBody(Response response, String name, JsonNode schema) {
    Body body = new Body(name, response.status, response.body);
    List<String> problems = results.computeIfAbsent(body, b -> problems(schema, b.text));
    require(
        problems.isEmpty(),
        response,
        "the body of %s is different: %s".formatted(name, String.join("; ", problems)));
  }

  private List<String> problems(JsonNode schema, String body) {
    try {
      return problems(schema, JSON.readTree(body));
    } catch (JacksonException e) {
      return List.of("it is not JSON");
    }
  }

  /** A schema with the components that its references point to. */
  private Schema compile(JsonNode schema) {
    ObjectNode root = (ObjectNode) closed(schema.deepCopy());
    root.set(COMPONENTS, components);
    return registry.getSchema(root);
  }

  /** Forbids members that are not described, except where the schema allows them explicitly. */
  private static JsonNode closed(JsonNode node) {
    node.forEach(ResponseCheck::closed);
    if (node instanceof ObjectNode object
        && object.path("properties").isObject()
        && object.path("type").asString("").equals("object")
        && !object.has("additionalProperties")) {
      object.put("additionalProperties", false);
    }
    return node;
  }

  private static String message(Error error) {
    String place = error.getInstanceLocation().toString();
    return (place.isEmpty() ? "" : place + ": ") + error.getMessage();
  }

  private static String plainType(String contentType) {
    if (contentType.isEmpty()) {
      return "";
    }
    MediaType type = MediaType.parseMediaType(contentType);
    return type.getType() + "/" + type.getSubtype();
  }

  private static String shortened(String body) {
    return body.length() <= 500 ? body : body.substring(0, 500) + "...";
  }

  private static void require(boolean holds, Response response, String expectation) {
    if (!holds) {
      throw new AssertionError(
          "%s, but by openapi.yaml %s. The body: %s"
              .formatted(response, expectation, shortened(response.body)));
    }
  }

  /** The check against the document of this repository. */
  public static ResponseCheck ofRepository() {
    return Holder.OF_REPOSITORY;
  }

  private static final class Holder {
    static final ResponseCheck OF_REPOSITORY = new ResponseCheck(ApiDescription.ofRepository());
  }
}

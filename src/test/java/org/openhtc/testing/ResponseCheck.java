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

  /** Statuses for paths that are not described; they must not reveal which paths exist. */
  private static final Set<Integer> REFUSALS = Set.of(400, 401, 403, 404, 429);

  /** The described responses with required headers. */
  private static final Map<Integer, String> WITH_HEADERS =
      Map.of(401, "Unauthorized", 405, "MethodNotAllowed", 429, "TooManyRequests");

  /** The paths of temporary operations of tests. */
  private static final String OF_TESTS = "/api/v1/testing/";

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
   * Most bodies are checked several times: in the service and by its client, and for equal
   * requests.
   */
  private final Map<Body, List<String>> known =
      CacheBuilder.newBuilder()
          .maximumWeight(10_000_000)
          .weigher((Body body, List<String> problems) -> body.text.length())
          .build()
          .asMap();

  public ResponseCheck(ApiDescription description) {
    this.description = description;
    this.components = closed(description.document().path(COMPONENTS).deepCopy());
  }

  /** A body of a named schema. */
  private record Body(String name, int status, String text) {}

  /**
   * A response.
   *
   * @param headers the names of its headers
   * @param body "" when there is none
   */
  public record Received(
      String method,
      String path,
      int status,
      Set<String> headers,
      String contentType,
      String body) {
    @Override
    public String toString() {
      return "%s %s returns %d".formatted(method, path, status);
    }
  }

  /**
   * @throws AssertionError with a sentence that names the difference
   */
  public void check(Received received) {
    if (received.path.startsWith(OF_TESTS)) {
      return;
    }
    List<DescribedOperation> there = description.at(received.path);
    Optional<DescribedOperation> operation = description.find(received.method, received.path);
    if (received.method.equals("OPTIONS") && received.status == 200) {
      boolean namesMethods = !there.isEmpty() && received.body.isEmpty();
      require(namesMethods, received, "OPTIONS names the methods of a path and returns no body");
    } else if (operation.isPresent()) {
      checkDescribed(received, operation.get());
    } else if (there.isEmpty()) {
      require(REFUSALS.contains(received.status), received, "the path is not described");
      checkRefusal(received);
    } else {
      boolean refused = received.status == 405 || REFUSALS.contains(received.status);
      require(refused, received, "the path is described without this method");
      checkRefusal(received);
    }
  }

  /**
   * The same for an error response to a request that cannot be described.
   *
   * @throws AssertionError with a sentence that names the difference
   */
  public void checkRefusal(Received received) {
    String response = WITH_HEADERS.getOrDefault(received.status, "");
    checkHeaders(received, "a refusal", components.path("responses").path(response));
    if (!received.method.equals("HEAD")) {
      String type = plainType(received.contentType);
      require(type.equals(JSON_TYPE), received, "a refusal has not the type '%s'".formatted(type));
      checkBody(received, "Error", components.path("schemas").path("Error"));
    }
  }

  /** The problems of an event of the stream at a path; empty when it is as described. */
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

  /** The problems of a response's body; empty when it matches the schema. */
  public List<String> problems(JsonNode schema, JsonNode body) {
    return problems(schema, body, true);
  }

  /** The problems of a request's body; empty when it matches the schema. */
  public List<String> problemsOfRequest(JsonNode schema, JsonNode body) {
    return problems(schema, body, false);
  }

  private List<String> problems(JsonNode schema, JsonNode body, boolean refuseWriteOnly) {
    return schemas
        .computeIfAbsent(schema, this::compile)
        .validate(
            body, context -> context.executionConfig(config -> config.writeOnly(refuseWriteOnly)))
        .stream()
        .map(ResponseCheck::sentence)
        .toList();
  }

  private void checkDescribed(Received received, DescribedOperation operation) {
    JsonNode response = operation.response(String.valueOf(received.status));
    require(
        !response.isMissingNode(),
        received,
        "%s does not return this status".formatted(operation.id()));
    checkHeaders(received, operation.id(), response);
    JsonNode content = response.path("content");
    if (received.method.equals("HEAD") || content.isEmpty()) {
      require(received.body.isEmpty(), received, "%s has no body here".formatted(operation.id()));
      return;
    }
    String type = plainType(received.contentType);
    require(
        content.has(type),
        received,
        "%s has not the type '%s' but %s".formatted(operation.id(), type, content.propertyNames()));
    if (type.endsWith("json")) {
      checkBody(received, operation.id(), content.path(type).path("schema"));
    }
  }

  /** The response to HEAD may omit headers that depend on the body. */
  private void checkHeaders(Received received, String name, JsonNode response) {
    response
        .path("headers")
        .forEachEntry((header, node) -> {
          boolean wanted = description.resolve(node).path("required").asBoolean(false);
          boolean there = received.headers.stream().anyMatch(header::equalsIgnoreCase);
          require(
              there || !wanted || received.method.equals("HEAD"),
              received,
              "%s has the header %s here".formatted(name, header));
        });
  }

  private void checkBody(Received received, String name, JsonNode schema) {
    Body body = new Body(name, received.status, received.body);
    List<String> problems = known.computeIfAbsent(body, b -> problems(schema, b.text));
    require(
        problems.isEmpty(),
        received,
        "the body of %s differs: %s".formatted(name, String.join("; ", problems)));
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

  /** Rejects properties that are not described, unless the object allows them. */
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

  private static String sentence(Error error) {
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

  private static String shown(String body) {
    return body.length() <= 500 ? body : body.substring(0, 500) + "...";
  }

  private static void require(boolean holds, Received received, String complaint) {
    if (!holds) {
      throw new AssertionError(
          "%s, but according to openapi.yaml %s. The body: %s"
              .formatted(received, complaint, shown(received.body)));
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

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

/** Holds every answer of the service against {@code openapi.yaml}. */
public final class AnswerCheck {
  private static final JsonMapper JSON = JsonMapper.shared();

  /** How a path that is not described may be refused: it must not tell strangers what there is. */
  private static final Set<Integer> REFUSALS = Set.of(400, 401, 403, 404, 429);

  /** The described responses that promise headers. */
  private static final Map<Integer, String> WITH_HEADERS =
      Map.of(401, "Unauthorized", 405, "MethodNotAllowed", 429, "TooManyRequests");

  /** Where tests put operations of their own for a while. */
  private static final String OWN_OF_TESTS = "/api/v1/testing/";

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
   * Most answers are held here twice, in the service and by its client, or come again and again.
   */
  private final Map<Body, List<String>> known =
      CacheBuilder.newBuilder()
          .maximumWeight(10_000_000)
          .weigher((Body body, List<String> problems) -> body.text.length())
          .build()
          .asMap();

  public AnswerCheck(ApiDescription description) {
    this.description = description;
    this.components = closed(description.document().path(COMPONENTS).deepCopy());
  }

  /** A body, and what it should be. */
  private record Body(String name, int status, String text) {}

  /**
   * An answer.
   *
   * @param headers the names of those that it has
   * @param body "" when there is none
   */
  public record Answer(
      String method,
      String path,
      int status,
      Set<String> headers,
      String contentType,
      String body) {
    @Override
    public String toString() {
      return "%s %s answers %d".formatted(method, path, status);
    }
  }

  /**
   * @throws AssertionError with a sentence that says what is not as described
   */
  public void check(Answer answer) {
    if (answer.path.startsWith(OWN_OF_TESTS)) {
      return;
    }
    List<DescribedOperation> there = description.at(answer.path);
    Optional<DescribedOperation> operation = description.find(answer.method, answer.path);
    if (answer.method.equals("OPTIONS") && answer.status == 200) {
      boolean namesMethods = !there.isEmpty() && answer.body.isEmpty();
      require(namesMethods, answer, "OPTIONS names the methods of a path and says no more");
    } else if (operation.isPresent()) {
      checkDescribed(answer, operation.get());
    } else if (there.isEmpty()) {
      require(REFUSALS.contains(answer.status), answer, "the path is not described");
      checkRefusal(answer);
    } else {
      boolean refused = answer.status == 405 || REFUSALS.contains(answer.status);
      require(refused, answer, "the path is described without this method");
      checkRefusal(answer);
    }
  }

  /**
   * The same for an answer to what is no request that could be described.
   *
   * @throws AssertionError with a sentence that says what is not as described
   */
  public void checkRefusal(Answer answer) {
    String response = WITH_HEADERS.getOrDefault(answer.status, "");
    checkHeaders(answer, "a refusal", components.path("responses").path(response));
    if (!answer.method.equals("HEAD")) {
      String type = plainType(answer.contentType);
      require(type.equals(JSON_TYPE), answer, "a refusal has not the type '%s'".formatted(type));
      checkBody(answer, "Error", components.path("schemas").path("Error"));
    }
  }

  /** What is wrong with an event of the stream at a path; empty when it is a described one. */
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

  /** What is wrong with an answer's body; empty when it is as the schema says. */
  public List<String> problems(JsonNode schema, JsonNode body) {
    return problems(schema, body, true);
  }

  /** What is wrong with a request's body; empty when it is as the schema says. */
  public List<String> problemsOfRequest(JsonNode schema, JsonNode body) {
    return problems(schema, body, false);
  }

  private List<String> problems(JsonNode schema, JsonNode body, boolean refuseWriteOnly) {
    return schemas
        .computeIfAbsent(schema, this::compile)
        .validate(
            body, context -> context.executionConfig(config -> config.writeOnly(refuseWriteOnly)))
        .stream()
        .map(AnswerCheck::sentence)
        .toList();
  }

  private void checkDescribed(Answer answer, DescribedOperation operation) {
    JsonNode response = operation.response(String.valueOf(answer.status));
    require(
        !response.isMissingNode(),
        answer,
        "%s does not answer this status".formatted(operation.id()));
    checkHeaders(answer, operation.id(), response);
    JsonNode content = response.path("content");
    if (answer.method.equals("HEAD") || content.isEmpty()) {
      require(answer.body.isEmpty(), answer, "%s has no body here".formatted(operation.id()));
      return;
    }
    String type = plainType(answer.contentType);
    require(
        content.has(type),
        answer,
        "%s has not the type '%s' but %s".formatted(operation.id(), type, content.propertyNames()));
    if (type.endsWith("json")) {
      checkBody(answer, operation.id(), content.path(type).path("schema"));
    }
  }

  /** The answer to HEAD may leave out what is only known from the body. */
  private void checkHeaders(Answer answer, String name, JsonNode response) {
    response
        .path("headers")
        .forEachEntry((header, node) -> {
          boolean wanted = description.resolve(node).path("required").asBoolean(false);
          boolean there = answer.headers.stream().anyMatch(header::equalsIgnoreCase);
          require(
              there || !wanted || answer.method.equals("HEAD"),
              answer,
              "%s has the header %s here".formatted(name, header));
        });
  }

  private void checkBody(Answer answer, String name, JsonNode schema) {
    Body body = new Body(name, answer.status, answer.body);
    List<String> problems = known.computeIfAbsent(body, b -> problems(schema, b.text));
    require(
        problems.isEmpty(),
        answer,
        "the body of %s is another: %s".formatted(name, String.join("; ", problems)));
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

  /** Refuses members that are not described, wherever an object does not say otherwise. */
  private static JsonNode closed(JsonNode node) {
    node.forEach(AnswerCheck::closed);
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

  private static void require(boolean holds, Answer answer, String complaint) {
    if (!holds) {
      throw new AssertionError(
          "%s, but by openapi.yaml %s. The body: %s"
              .formatted(answer, complaint, shown(answer.body)));
    }
  }

  /** The check against the document of this repository. */
  public static AnswerCheck ofRepository() {
    return Holder.OF_REPOSITORY;
  }

  private static final class Holder {
    static final AnswerCheck OF_REPOSITORY = new AnswerCheck(ApiDescription.ofRepository());
  }
}

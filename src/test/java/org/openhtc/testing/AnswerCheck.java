package org.openhtc.testing;

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

  /** Where tests put operations of their own for a while. */
  private static final String OWN_OF_TESTS = "/api/v1/testing/";

  private static final String COMPONENTS = "components";

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

  public AnswerCheck(ApiDescription description) {
    this.description = description;
    this.components = closed(description.document().path(COMPONENTS).deepCopy());
  }

  /** An answer; the body is "" when there is none. */
  public record Answer(String method, String path, int status, String contentType, String body) {
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
      checkError(answer);
    } else {
      boolean refused = answer.status == 405 || REFUSALS.contains(answer.status);
      require(refused, answer, "the path is described without this method");
      checkError(answer);
    }
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

  private void checkError(Answer answer) {
    if (!answer.method.equals("HEAD")) {
      checkBody(answer, "Error", components.path("schemas").path("Error"));
    }
  }

  private void checkBody(Answer answer, String name, JsonNode schema) {
    List<String> problems = problems(schema, json(answer));
    require(
        problems.isEmpty(),
        answer,
        "the body of %s is another: %s".formatted(name, String.join("; ", problems)));
  }

  private static JsonNode json(Answer answer) {
    try {
      return JSON.readTree(answer.body);
    } catch (JacksonException e) {
      throw new AssertionError(answer + ", and the body is not JSON: " + shown(answer.body), e);
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

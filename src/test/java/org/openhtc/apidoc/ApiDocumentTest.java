package org.openhtc.apidoc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.openhtc.testing.ApiDescription;
import org.openhtc.testing.DescribedOperation;
import org.openhtc.testing.ResponseCheck;
import tools.jackson.databind.JsonNode;

/** The names, references and examples of {@code openapi.yaml} are complete and correct. */
class ApiDocumentTest {
  private static final ApiDescription API = ApiDescription.ofRepository();
  private static final ResponseCheck CHECK = ResponseCheck.ofRepository();

  @Test
  void everyReferenceHasATarget() {
    for (String reference : references()) {
      assertThat(API.document().at(reference.substring(1)).isMissingNode()).as(reference).isFalse();
    }
  }

  @Test
  void everyComponentIsUsed() {
    Set<String> used = references();
    Set<String> unused = new TreeSet<>();
    for (String kind : List.of("schemas", "parameters", "examples")) {
      API.document().path("components").path(kind).propertyNames().stream()
          .map(name -> "#/components/%s/%s".formatted(kind, name))
          .filter(reference -> !used.contains(reference))
          .forEach(unused::add);
    }
    assertThat(unused).isEmpty();
  }

  @Test
  void everyOperationHasAUniqueNameAndADescribedTag() {
    Set<String> names = new HashSet<>();
    Set<String> tags = new HashSet<>();
    API.document().path("tags").forEach(tag -> tags.add(tag.path("name").asString()));
    for (DescribedOperation operation : API.operations()) {
      assertThat(operation.id()).as(operation.name()).matches("[a-z][A-Za-z0-9]+");
      assertThat(names.add(operation.id())).as("operationId %s is new", operation.id()).isTrue();
      assertThat(operation.node().path("summary").asString()).as(operation.name()).isNotEmpty();
      assertThat(operation.node().path("tags").size()).as(operation.name()).isEqualTo(1);
      assertThat(tags)
          .as(operation.name())
          .contains(operation.node().path("tags").path(0).asString());
    }
  }

  @Test
  void pathVariablesEqualThePathParameters() {
    for (DescribedOperation operation : API.operations()) {
      Set<String> described = new TreeSet<>();
      operation.parameters().stream()
          .filter(parameter -> parameter.path("in").asString().equals("path"))
          .forEach(parameter -> described.add(parameter.path("name").asString()));
      Set<String> named =
          new TreeSet<>(
              java.util.regex.Pattern.compile("\\{([^}]+)}")
                  .matcher(operation.path())
                  .results()
                  .map(result -> result.group(1))
                  .toList());
      assertThat(described).as(operation.name()).isEqualTo(named);
    }
  }

  @Test
  void everyRequestBodyHasAValidExample() {
    for (DescribedOperation operation : API.operations()) {
      bodies(operation.node().path("requestBody"))
          .forEach(body ->
              examples(operation, body)
                  .forEach(example ->
                      assertThat(CHECK.problemsOfRequest(body.path("schema"), example))
                          .as(operation.name() + " " + example)
                          .isEmpty()));
    }
  }

  @Test
  void everyResponseBodyHasAValidExample() {
    for (DescribedOperation operation : API.operations()) {
      operation.statuses().stream()
          .flatMap(status -> bodies(operation.response(status)))
          .forEach(body ->
              examples(operation, body)
                  .forEach(example ->
                      assertThat(CHECK.problems(body.path("schema"), example))
                          .as(operation.name() + " " + example)
                          .isEmpty()));
    }
  }

  /** An object with schema and example for each media type. */
  private static Stream<JsonNode> bodies(JsonNode requestOrResponse) {
    return requestOrResponse.path("content").valueStream();
  }

  private static List<JsonNode> examples(DescribedOperation operation, JsonNode body) {
    List<JsonNode> examples = new ArrayList<>();
    if (body.has("example")) {
      examples.add(body.path("example"));
    }
    body.path("examples").forEach(e -> examples.add(API.resolve(e).path("value")));
    assertThat(examples).as("examples of %s: %s", operation.name(), body).isNotEmpty();
    return examples;
  }

  private static Set<String> references() {
    Set<String> found = new TreeSet<>();
    API.document().findValues("$ref").forEach(reference -> found.add(reference.asString()));
    return found;
  }
}

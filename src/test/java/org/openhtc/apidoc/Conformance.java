package org.openhtc.apidoc;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.openhtc.testing.ApiDescription;
import org.openhtc.testing.DescribedOperation;
import tools.jackson.databind.JsonNode;

/**
 * Differences of operations, parameters, bodies and status codes between the published document and
 * {@code openapi.yaml}. Additions in {@code openapi.yaml} are not differences.
 */
final class Conformance {
  private final ApiDescription published;
  private final ApiDescription openHtc;

  Conformance(ApiDescription published, ApiDescription openHtc) {
    this.published = published;
    this.openHtc = openHtc;
  }

  /** All differences, in the order of the published document; the named schemas are last. */
  List<Difference> differences() {
    List<Difference> all = new ArrayList<>();
    published.operations().forEach(operation -> all.addAll(of(operation)));
    Set<String> missing = new TreeSet<>(schemas(published));
    missing.removeAll(schemas(openHtc));
    missing.forEach(name -> all.add(new Difference("schemas", name + " is missing")));
    return all;
  }

  /** The operation of {@code openapi.yaml} with the method and path of the published one. */
  Optional<DescribedOperation> own(DescribedOperation operation) {
    return openHtc.operations().stream()
        .filter(own -> own.name().equals(operation.name()))
        .findFirst();
  }

  private List<Difference> of(DescribedOperation operation) {
    return own(operation)
        .map(own -> differences(operation, own))
        .orElseGet(() -> List.of("is missing"))
        .stream()
        .map(what -> new Difference(operation.name(), what))
        .toList();
  }

  private List<String> differences(DescribedOperation operation, DescribedOperation own) {
    List<String> found = new ArrayList<>();
    for (JsonNode parameter : operation.parameters()) {
      found.addAll(parameter(parameter, own));
    }
    JsonNode request = operation.node().path("requestBody");
    found.addAll(
        body("request", request, own.node().path("requestBody"), SchemaComparison.Side.REQUEST));
    for (String status : operation.statuses()) {
      if (own.statuses().contains(status)) {
        JsonNode response = operation.response(status);
        found.addAll(
            body(
                "response " + status,
                response,
                own.response(status),
                SchemaComparison.Side.RESPONSE));
      } else {
        found.add("status %s is missing".formatted(status));
      }
    }
    return found;
  }

  private List<String> parameter(JsonNode parameter, DescribedOperation own) {
    String name = parameter.path("name").asString();
    Optional<JsonNode> match =
        own.parameters().stream()
            .filter(p -> p.path("name").equals(parameter.path("name")))
            .filter(p -> p.path("in").equals(parameter.path("in")))
            .findFirst();
    if (match.isEmpty()) {
      return List.of("parameter %s is missing".formatted(name));
    }
    if (match.get().path("required").asBoolean(false)
        && !parameter.path("required").asBoolean(false)) {
      return List.of("parameter %s is required, published is optional".formatted(name));
    }
    return compare(
        "parameter " + name,
        parameter.path("schema"),
        match.get().path("schema"),
        SchemaComparison.Side.REQUEST);
  }

  private List<String> body(
      String place, JsonNode expected, JsonNode own, SchemaComparison.Side side) {
    List<String> found = new ArrayList<>();
    expected
        .path("content")
        .forEachEntry((type, body) -> {
          // The published document uses the type */* for plain text.
          JsonNode match =
              type.equals("*/*")
                  ? own.path("content").valueStream().findFirst().orElse(own.path("content"))
                  : own.path("content").path(type);
          if (match.has("schema")) {
            found.addAll(compare(place, body.path("schema"), match.path("schema"), side));
          } else {
            found.add("%s has no type %s".formatted(place, type));
          }
        });
    return found;
  }

  private List<String> compare(
      String place, JsonNode expected, JsonNode own, SchemaComparison.Side side) {
    SchemaComparison comparison = new SchemaComparison(published, openHtc, side);
    comparison.compare(place, expected, own);
    return comparison.found();
  }

  private static Set<String> schemas(ApiDescription description) {
    return new TreeSet<>(description.document().path("components").path("schemas").propertyNames());
  }
}

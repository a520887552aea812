package org.openhtc.apidoc;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.openhtc.testing.ApiDescription;
import tools.jackson.databind.JsonNode;

/** Compares a published schema with OpenHTC's, property by property at all depths. */
final class SchemaComparison {
  private static final List<String> DETAILS =
      List.of(
          "minimum",
          "maximum",
          "minLength",
          "maxLength",
          "minItems",
          "maxItems",
          "format",
          "pattern");

  /** The use of the schema. */
  enum Side {
    /** OpenHTC's schema may not require more than the published one. */
    REQUEST,
    /** OpenHTC's schema may not guarantee less than the published one. */
    RESPONSE
  }

  private final ApiDescription published;
  private final ApiDescription openHtc;
  private final Side side;
  private final Set<List<JsonNode>> compared = new HashSet<>();
  private final List<String> found = new ArrayList<>();

  SchemaComparison(ApiDescription published, ApiDescription openHtc, Side side) {
    this.published = published;
    this.openHtc = openHtc;
    this.side = side;
  }

  List<String> found() {
    return found;
  }

  void compare(String place, JsonNode publishedSchema, JsonNode ownSchema) {
    JsonNode expected = plain(published, publishedSchema);
    JsonNode own = plain(openHtc, ownSchema);
    if (expected.isMissingNode() || !compared.add(List.of(expected, own))) {
      return;
    }
    if (expected.has("type") && !expected.path("type").equals(own.path("type"))) {
      found.add(
          "%s is %s, published is %s"
              .formatted(place, text(own.path("type")), text(expected.path("type"))));
      return;
    }
    if (!expected.path("type").asString("").equals("object")) {
      enumeration(place, expected, own);
    }
    required(place, names(expected.path("required")), names(own.path("required")));
    details(place, expected, own);
    properties(place, expected, own);
  }

  private void properties(String place, JsonNode expected, JsonNode own) {
    expected
        .path("properties")
        .forEachEntry((name, schema) -> {
          JsonNode match = own.path("properties").path(name);
          if (match.isMissingNode()) {
            found.add("%s.%s is missing".formatted(place, name));
          } else {
            compare(place + "." + name, schema, match);
          }
        });
    compare(place + "[]", expected.path("items"), own.path("items"));
    if (expected.path("additionalProperties").isObject()) {
      compare(
          place + ".*", expected.path("additionalProperties"), own.path("additionalProperties"));
    }
  }

  private void enumeration(String place, JsonNode expected, JsonNode own) {
    if (!expected.has("enum")) {
      return;
    }
    if (!own.has("enum")) {
      found.add("%s may have any value, the published one is an enum".formatted(place));
      return;
    }
    Set<String> publishedValues = names(expected.path("enum"));
    Set<String> ownValues = names(own.path("enum"));
    without(publishedValues, ownValues)
        .forEach(value -> found.add("%s has no value %s".formatted(place, value)));
    if (side == Side.RESPONSE) {
      // A client with a fixed list of values can't read other values.
      without(ownValues, publishedValues)
          .forEach(
              value -> found.add("%s may be %s, which is not published".formatted(place, value)));
    }
  }

  private static Set<String> without(Set<String> all, Set<String> some) {
    Set<String> rest = new TreeSet<>(all);
    rest.removeAll(some);
    return rest;
  }

  private void required(String place, Set<String> expected, Set<String> own) {
    Set<String> more = side == Side.REQUEST ? without(own, expected) : without(expected, own);
    String complaint = side == Side.REQUEST ? "is required" : "is not guaranteed";
    more.forEach(name -> found.add("%s.%s %s".formatted(place, name, complaint)));
  }

  /** OpenHTC may have a bound where the published document has none: every service has bounds. */
  private void details(String place, JsonNode expected, JsonNode own) {
    for (String detail : DETAILS) {
      if (expected.has(detail) && !expected.path(detail).equals(own.path(detail))) {
        found.add(
            "%s has %s %s, published is %s"
                .formatted(place, detail, text(own.path(detail)), text(expected.path(detail))));
      }
    }
  }

  /** Resolves references, and the {@code allOf} that adds a description to a reference. */
  private static JsonNode plain(ApiDescription in, JsonNode schema) {
    JsonNode resolved = in.resolve(schema);
    return resolved.path("allOf").size() == 1
        ? plain(in, resolved.path("allOf").path(0))
        : resolved;
  }

  private static Set<String> names(JsonNode array) {
    Set<String> names = new TreeSet<>();
    array.forEach(name -> names.add(text(name)));
    return names;
  }

  private static String text(JsonNode node) {
    return node.asString(node.isMissingNode() ? "none" : node.toString());
  }
}

package org.openhtc.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The filters of a list or of an event stream. A name without values lets everything pass.
 *
 * @param values by the filter's name
 */
record Filters(Map<String, List<String>> values) {
  private static final JsonMapper JSON = JsonMapper.shared();

  /** A value is an array of strings, or an object whose names are the strings. */
  static Filters of(@Nullable String json) {
    if (json == null || json.isEmpty()) {
      return new Filters(Map.of());
    }
    Map<String, List<String>> values = new HashMap<>();
    JsonNode filters = JSON.readTree(json);
    filters.properties().forEach(filter -> values.put(filter.getKey(), strings(filter.getValue())));
    return new Filters(values);
  }

  private static List<String> strings(JsonNode value) {
    List<String> strings = new ArrayList<>();
    if (value.isObject()) {
      strings.addAll(value.propertyNames());
    } else {
      value.forEach(string -> strings.add(string.asString()));
    }
    return strings;
  }

  /** Whether one of the filter's values is this. */
  boolean allows(String filter, String value) {
    List<String> allowed = values.getOrDefault(filter, List.of());
    return allowed.isEmpty() || allowed.contains(value);
  }

  /** Whether the labels contain every value of the filter for labels. */
  boolean allowsLabels(Map<String, String> labels) {
    for (String wanted : values.getOrDefault("label", List.of())) {
      int equals = wanted.indexOf('=');
      boolean has =
          equals < 0
              ? labels.containsKey(wanted)
              : wanted.substring(equals + 1).equals(labels.get(wanted.substring(0, equals)));
      if (!has) {
        return false;
      }
    }
    return true;
  }
}

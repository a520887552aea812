package org.openhtc.chart;

import java.util.List;
import java.util.stream.Stream;
import org.openhtc.testing.DeclaredSettings;
import tools.jackson.databind.JsonNode;

/** What a rendered chart sets, compared with the settings of the service. */
final class ChartSettings {
  private static final List<String> KNOWN =
      Stream.concat(
              DeclaredSettings.names().stream(),
              Stream.of("url", "username", "password").map("spring.datasource."::concat))
          .toList();

  private ChartSettings() {}

  /** Variables and keys of {@code application.yaml} that the service does not read. */
  static List<String> unknownIn(Manifests manifests) {
    List<String> variables = KNOWN.stream().map(DeclaredSettings::variable).toList();
    Stream<String> unknownVariables =
        manifests
            .container()
            .path("env")
            .valueStream()
            .map(variable -> variable.path("name").asString(""))
            .filter(name -> name.startsWith("OPENHTC") || name.startsWith("SPRING"))
            .filter(name -> !variables.contains(name));
    return Stream.concat(
            unknownVariables, keys("", manifests.settings()).filter(key -> !isKnown(key)))
        .toList();
  }

  /** A setting may be a map, whose keys are its own. */
  private static boolean isKnown(String key) {
    return KNOWN.stream().anyMatch(known -> key.equals(known) || key.startsWith(known + ".["));
  }

  private static Stream<String> keys(String prefix, JsonNode node) {
    if (node.isObject()) {
      return node.propertyStream()
          .flatMap(member ->
              keys(
                  prefix.isEmpty() ? member.getKey() : prefix + "." + member.getKey(),
                  member.getValue()));
    }
    boolean isListOfObjects = node.isArray() && node.path(0).isObject();
    return isListOfObjects
        ? node.valueStream().flatMap(element -> keys(prefix + "[]", element))
        : Stream.of(prefix);
  }
}

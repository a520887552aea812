package org.openhtc.execution.kubernetes;

import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.JsonNode;

/** Objects of the API in the short form of YAML. */
final class Yamls {
  private Yamls() {}

  static JsonNode read(String yaml) {
    return Json.read(
        new String(
            Json.bytes(new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml)),
            java.nio.charset.StandardCharsets.UTF_8));
  }
}

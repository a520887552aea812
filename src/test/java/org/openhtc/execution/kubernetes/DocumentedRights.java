package org.openhtc.execution.kubernetes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.JsonNode;

/** The namespace, the account and the rights that docs/kubernetes.md describes. */
final class DocumentedRights {
  private static final Map<String, String> GROUPS =
      Map.of("v1", "/api/v1", "rbac.authorization.k8s.io/v1", "/apis/rbac.authorization.k8s.io/v1");

  private DocumentedRights() {}

  /** Creates them, as an administrator of the cluster does. */
  static void create(ApiServer server) throws IOException {
    for (JsonNode object : objects()) {
      String group = GROUPS.get(object.path("apiVersion").asString(""));
      String namespace = object.path("metadata").path("namespace").asString("");
      String kind = object.path("kind").asString("").toLowerCase(Locale.ROOT) + "s";
      String place = namespace.isEmpty() ? "" : "/namespaces/" + namespace;
      server.create(ApiCall.FACTS, group + place + "/" + kind, object);
    }
  }

  /** The first block of YAML in the page. */
  private static List<JsonNode> objects() throws IOException {
    String page = Files.readString(Path.of("docs/kubernetes.md"));
    int begin = page.indexOf("```yaml") + "```yaml".length();
    String block = page.substring(begin, page.indexOf("```", begin)).stripIndent();
    List<JsonNode> objects = new ArrayList<>();
    for (Object object : new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(block)) {
      objects.add(
          Json.read(new String(Json.bytes(object), java.nio.charset.StandardCharsets.UTF_8)));
    }
    return objects;
  }
}

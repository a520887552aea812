package org.openhtc.chart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The objects that a rendered chart contains.
 *
 * @param objects in their order
 */
public record Manifests(List<JsonNode> objects) {
  /** The chart with example values, which {@code ./openhtc manifests} writes. */
  private static final Path PLAIN = Path.of("charts/manifests.yaml");

  public static Manifests plain() throws IOException {
    return of(Files.readString(PLAIN));
  }

  static Manifests of(String yaml) {
    List<JsonNode> objects = new ArrayList<>();
    for (Object document : yaml().loadAll(yaml)) {
      if (document != null) {
        objects.add(JsonMapper.shared().valueToTree(document));
      }
    }
    return new Manifests(objects);
  }

  /** The one document of a file. */
  static JsonNode read(String path) throws IOException {
    return JsonMapper.shared().valueToTree(yaml().load(Files.readString(Path.of(path))));
  }

  private static Yaml yaml() {
    return new Yaml(new SafeConstructor(new LoaderOptions()));
  }

  List<JsonNode> of(Kind kind) {
    return objects.stream()
        .filter(object -> object.path("kind").asString("").equals(kind.name))
        .toList();
  }

  /** The only object of a kind. */
  public JsonNode one(Kind kind) {
    List<JsonNode> found = of(kind);
    if (found.size() != 1) {
      throw new AssertionError("%d objects are a %s".formatted(found.size(), kind.name));
    }
    return found.getFirst();
  }

  JsonNode pod() {
    return one(Kind.DEPLOYMENT).path("spec").path("template").path("spec");
  }

  JsonNode container() {
    return pod().path("containers").path(0);
  }

  /** The names of the variables of the service. */
  public List<String> variables() {
    return container().path("env").valueStream().map(env -> env.path("name").asString()).toList();
  }

  /** The file {@code application.yaml} of the service. */
  public String settingsFile() {
    return one(Kind.CONFIG_MAP).path("data").path("application.yaml").asString("");
  }

  JsonNode settings() {
    return JsonMapper.shared().valueToTree(yaml().load(settingsFile()));
  }

  /** Kinds of objects. */
  public enum Kind {
    CLUSTER_ROLE("ClusterRole"),
    CONFIG_MAP("ConfigMap"),
    DEPLOYMENT("Deployment"),
    INGRESS("Ingress"),
    NAMESPACE("Namespace"),
    NETWORK_POLICY("NetworkPolicy"),
    POD_DISRUPTION_BUDGET("PodDisruptionBudget"),
    ROLE("Role"),
    SERVICE_MONITOR("ServiceMonitor");

    private final String name;

    Kind(String name) {
      this.name = name;
    }
  }
}

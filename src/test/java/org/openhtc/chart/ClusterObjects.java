package org.openhtc.chart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.openhtc.testing.Command;
import org.openhtc.testing.TestFork;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The objects of a real API server, read and written by its administrator. */
record ClusterObjects(String server, String authority, String token) {
  private static final JsonMapper JSON = JsonMapper.shared();

  /** The collections of all kinds that the chart and Helm make. */
  private static final List<String> COLLECTIONS =
      List.of(
          "api/v1/namespaces",
          "api/v1/configmaps",
          "api/v1/secrets",
          "api/v1/services",
          "api/v1/serviceaccounts",
          "api/v1/pods",
          "apis/apps/v1/deployments",
          "apis/apps/v1/replicasets",
          "apis/discovery.k8s.io/v1/endpointslices",
          "apis/networking.k8s.io/v1/ingresses",
          "apis/networking.k8s.io/v1/networkpolicies",
          "apis/policy/v1/poddisruptionbudgets",
          "apis/rbac.authorization.k8s.io/v1/clusterrolebindings",
          "apis/rbac.authorization.k8s.io/v1/clusterroles",
          "apis/rbac.authorization.k8s.io/v1/rolebindings",
          "apis/rbac.authorization.k8s.io/v1/roles");

  private static final Set<String> WITHOUT_NAMESPACE =
      Set.of("namespaces", "clusterroles", "clusterrolebindings");

  static ClusterObjects of(String kubeconfig) throws IOException {
    JsonNode config = Manifests.read(kubeconfig);
    JsonNode cluster = config.path("clusters").path(0).path("cluster");
    return new ClusterObjects(
        cluster.path("server").asString(),
        cluster.path("certificate-authority").asString(),
        config.path("users").path(0).path("user").path("token").asString());
  }

  JsonNode get(String path) throws IOException {
    return call("GET", path, Map.of());
  }

  JsonNode post(String path, Object object) throws IOException {
    return call("POST", path, object);
  }

  /** Whether the server has also made the objects that every cluster has. */
  boolean isReady() throws IOException {
    return request("GET", "readyz", Map.of()).equals("ok");
  }

  /** The log of the only container of a pod. */
  String log(String namespace, String pod) throws IOException {
    return request("GET", "api/v1/namespaces/%s/pods/%s/log".formatted(namespace, pod), Map.of());
  }

  JsonNode call(String method, String path, Object body) throws IOException {
    return JSON.readTree(request(method, path, body));
  }

  private String request(String method, String path, Object body) throws IOException {
    Path file = Files.createDirectories(TestFork.path("cluster-objects")).resolve("body.json");
    Files.write(file, JSON.writeValueAsBytes(body));
    List<String> command = new ArrayList<>(List.of("curl", "-sS", "--fail-with-body"));
    command.addAll(List.of("--cacert", authority, "-X", method));
    command.addAll(List.of("-H", "Authorization: Bearer " + token));
    if (!method.equals("GET")) {
      command.addAll(List.of("-H", "Content-Type: application/json", "--data-binary", "@" + file));
    }
    command.add(server + "/" + path);
    return Command.run(Path.of("."), command.toArray(String[]::new));
  }

  /** Every object of these kinds, as {@code <namespace>/<kind>/<name>}. */
  Set<String> all() throws IOException {
    Set<String> names = new TreeSet<>();
    for (String collection : COLLECTIONS) {
      String kind = collection.substring(collection.lastIndexOf('/') + 1);
      for (JsonNode object : get(collection).path("items")) {
        JsonNode metadata = object.path("metadata");
        String namespace = metadata.path("namespace").asString("");
        names.add("%s/%s/%s".formatted(namespace, kind, metadata.path("name").asString()));
      }
    }
    return names;
  }

  /** Lets the API server check an object with all its fields, without creating it. */
  void check(JsonNode object) throws IOException {
    String version = object.path("apiVersion").asString();
    String kind = plural(object.path("kind").asString());
    String place =
        WITHOUT_NAMESPACE.contains(kind)
            ? ""
            : "/namespaces/" + object.path("metadata").path("namespace").asString();
    String base = (version.contains("/") ? "apis/" : "api/") + version + place;
    post(base + "/" + kind + "?dryRun=All&fieldValidation=Strict", object);
  }

  private static String plural(String kind) {
    String lower = kind.toLowerCase(Locale.ROOT);
    if (lower.endsWith("y")) {
      return lower.substring(0, lower.length() - 1) + "ies";
    }
    return lower.endsWith("s") ? lower + "es" : lower + "s";
  }
}

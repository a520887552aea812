package org.openhtc.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openhtc.chart.Manifests.Kind;
import org.openhtc.cluster.ControlPlane;
import org.openhtc.testing.Timeouts;
import tools.jackson.databind.JsonNode;

/** The chart with a real API server, which checks objects and rights. */
class ChartInstallIT {
  private static final List<String> NAMESPACES = List.of("openhtc", "jobs");

  @TempDir private static Path directory;
  private static Helm helm;
  private static ControlPlane plane;
  private static ClusterObjects cluster;

  @BeforeAll
  static void startCluster() throws IOException {
    helm = Helm.find();
    plane = ControlPlane.start(directory);
    cluster = ClusterObjects.of(kubeconfig());
    await().atMost(Timeouts.STEP).ignoreExceptions().until(cluster::isReady);
    for (String namespace : NAMESPACES) {
      cluster.post("api/v1/namespaces", Map.of("metadata", Map.of("name", namespace)));
    }
  }

  @AfterAll
  static void stopCluster() {
    if (plane != null) {
      plane.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"minimal", "full", "docker-hosts", "manifests"})
  void apiServerAcceptsEveryObject(String values) throws IOException {
    String namespace = "--set=kubernetes.namespace=jobs,kubernetes.createNamespace=false";
    for (JsonNode object :
        Manifests.of(helm.template(values + "-values.yaml", namespace)).objects()) {
      if (!object.path("kind").asString().equals("ServiceMonitor")) {
        cluster.check(object);
      }
    }
  }

  @Test
  void releaseIsInstalledUpgradedAndRemovedWithoutLeftovers() throws IOException {
    Set<String> before = cluster.all();
    assertThat(helm("install", "--values", Helm.CHART + "/ci/manifests-values.yaml"))
        .contains("API: https://htc.example.org/api/v1")
        .doesNotContain("WARNING");
    assertThat(cluster.all())
        .contains("openhtc/deployments/openhtc", "/namespaces/openhtc-jobs")
        .hasSizeGreaterThan(before.size() + 10);
    checkRights();
    helm("upgrade", "--reuse-values", "--set", "replicas=3,kubernetes.maxPods=500");
    JsonNode deployment = cluster.get("apis/apps/v1/namespaces/openhtc/deployments/openhtc");
    assertThat(deployment.path("spec").path("replicas").asInt()).isEqualTo(3);
    JsonNode settings = cluster.get("api/v1/namespaces/openhtc/configmaps/openhtc");
    assertThat(settings.toString()).contains("max-pods: 500");
    assertThat(helm("upgrade", "--reuse-values", "--set", "settings.http.trusted-proxies=null"))
        .contains("WARNING: settings.http.trusted-proxies is empty");
    helm.run("uninstall", "openhtc", "--namespace", "openhtc", "--kubeconfig", kubeconfig());
    endNamespace("openhtc-jobs");
    assertThat(cluster.all()).isEqualTo(before);
  }

  /** Returns the notes of the release. */
  private static String helm(String command, String... arguments) throws IOException {
    List<String> all = new ArrayList<>(List.of(command, "openhtc", Helm.CHART));
    all.addAll(List.of("--namespace", "openhtc", "--kubeconfig", kubeconfig()));
    all.addAll(List.of(arguments));
    return helm.run(all.toArray(String[]::new));
  }

  private static String kubeconfig() {
    return plane.endpoint().getPath();
  }

  private static void checkRights() throws IOException {
    Manifests manifests = Manifests.plain();
    for (JsonNode rule : manifests.one(Kind.ROLE).path("rules")) {
      for (JsonNode verb : rule.path("verbs")) {
        assertThat(isAllowed("openhtc-jobs", verb.asString(), rule)).isTrue();
        assertThat(isAllowed("openhtc", verb.asString(), rule))
            .as("%s in another namespace", rule)
            .isEqualTo(isListOfPods(verb, rule));
      }
    }
    JsonNode secrets =
        manifests
            .one(Kind.ROLE)
            .path("rules")
            .valueStream()
            .filter(rule -> rule.path("resources").path(0).asString().equals("secrets"))
            .findFirst()
            .orElseThrow();
    assertThat(isAllowed("openhtc-jobs", "get", secrets)).isFalse();
  }

  private static boolean isListOfPods(JsonNode verb, JsonNode rule) {
    return verb.asString().equals("list")
        && rule.path("resources").path(0).asString().equals("pods");
  }

  /** Whether the account of the service may do that with the resource of a rule. */
  private static boolean isAllowed(String namespace, String verb, JsonNode rule)
      throws IOException {
    String[] resource = rule.path("resources").path(0).asString().split("/", 2);
    Map<String, String> attributes =
        Map.of(
            "namespace",
            namespace,
            "verb",
            verb,
            "group",
            rule.path("apiGroups").path(0).asString(),
            "resource",
            resource[0],
            "subresource",
            resource.length > 1 ? resource[1] : "");
    JsonNode review =
        cluster.post(
            "apis/authorization.k8s.io/v1/subjectaccessreviews",
            Map.of(
                "spec",
                Map.of(
                    "user",
                    "system:serviceaccount:openhtc:openhtc",
                    "resourceAttributes",
                    attributes)));
    return review.path("status").path("allowed").asBoolean();
  }

  /** As the controller of namespaces does, when a deleted one is empty. */
  private static void endNamespace(String name) throws IOException {
    JsonNode namespace = cluster.get("api/v1/namespaces/" + name);
    assertThat(namespace.path("metadata").path("deletionTimestamp").asString()).isNotEmpty();
    assertThat(cluster.all()).noneMatch(object -> object.startsWith(name + "/"));
    cluster.call(
        "PUT",
        "api/v1/namespaces/" + name + "/finalize",
        Map.of("metadata", Map.of("name", name), "spec", Map.of("finalizers", List.of())));
  }
}

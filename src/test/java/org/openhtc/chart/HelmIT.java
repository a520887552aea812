package org.openhtc.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openhtc.chart.Manifests.Kind;
import org.openhtc.testing.GeneratedPage;
import tools.jackson.databind.JsonNode;

/** The chart as Helm renders it. */
class HelmIT {
  private Helm helm;

  @BeforeEach
  void findHelm() throws IOException {
    helm = Helm.find();
  }

  @ParameterizedTest
  @ValueSource(strings = {"minimal", "full", "docker-hosts", "manifests"})
  void chartHasNoFaultsAndOnlyKnownSettings(String name) throws IOException {
    String values = name + "-values.yaml";
    assertThat(helm.run("lint", "--strict", Helm.CHART, "--values", Helm.CHART + "/ci/" + values))
        .contains("0 chart(s) failed");
    assertThat(ChartSettings.unknownIn(rendered(values))).isEmpty();
  }

  private Manifests rendered(String values, String... more) throws IOException {
    return Manifests.of(helm.template(values, more));
  }

  @Test
  void plainManifestsAreCurrent() throws IOException {
    String rendered = helm.template("manifests-values.yaml");
    GeneratedPage.require(Path.of("charts/manifests.yaml"), rendered + "\n", HelmIT.class);
  }

  @Test
  void missingOrUnknownValuesAreRefused() {
    String bucket = Helm.CHART;
    assertThatThrownBy(() -> helm.run("template", bucket)).hasMessageContaining("bucket");
    assertThatThrownBy(() -> rendered("minimal-values.yaml", "--set", "replica=3"))
        .hasMessageContaining("replica");
    assertThatThrownBy(() -> rendered("minimal-values.yaml", "--set", "kubernetes.enabled=false"))
        .hasMessageContaining("hosts");
    assertThatThrownBy(() -> rendered("minimal-values.yaml", "--set", "ingress.enabled=true"))
        .hasMessageContaining("ingress.host is missing");
    String certificate = "settings.tls.certificate=/etc/tls.crt";
    assertThatThrownBy(() -> rendered("minimal-values.yaml", "--set", certificate))
        .hasMessageContaining("give the ingress the certificate");
    String budget = "podDisruptionBudget.maxUnavailable=0";
    assertThatThrownBy(() -> rendered("minimal-values.yaml", "--set", budget))
        .hasMessageContaining("maxUnavailable");
  }

  @Test
  void thisClusterIsTheFirstHost() throws IOException {
    JsonNode hosts = openhtc(rendered("full-values.yaml")).path("hosts");
    assertThat(hosts).hasSize(2);
    JsonNode place = hosts.path(0).path("kubernetes");
    assertThat(hosts.path(0).path("endpoint").asString()).isEqualTo("kubernetes://in-cluster");
    assertThat(place.path("namespace").asString()).isEqualTo("jobs");
    assertThat(place.path("max-pods").asInt()).isEqualTo(5000);
    assertThat(place.path("node-selector").path("[kubernetes.io/arch]").asString())
        .isEqualTo("arm64");
    assertThat(place.path("tolerations").path(0).path("value").asString()).isEqualTo("jobs");
    assertThat(hosts.path(1).path("name").asString()).isEqualTo("big-one");
  }

  private static JsonNode openhtc(Manifests manifests) {
    return manifests.settings().path("openhtc");
  }

  @Test
  void furtherSettingsAreAddedToThoseOfTheChart() throws IOException {
    JsonNode execution = openhtc(rendered("full-values.yaml")).path("execution");
    assertThat(execution.path("start-deadline").asString()).isEqualTo("30m");
    assertThat(execution.path("api-url").asString()).isEqualTo("https://htc.example.org/api/v1");
    assertThat(
            openhtc(rendered("minimal-values.yaml")).path("execution").path("api-url").asString())
        .isEqualTo("http://openhtc.openhtc.svc:8080/api/v1");
  }

  @Test
  void dockerHostsNeedAnAddressOfTheApiOutsideOfTheCluster() {
    assertThatThrownBy(() ->
            rendered(
                "minimal-values.yaml",
                "--set",
                "hosts[0].name=h,hosts[0].endpoint=tcp://10.0.0.5:2376"))
        .hasMessageContaining("set apiUrl");
  }

  @Test
  void serviceForDockerHostsHasNoRightsInTheCluster() throws IOException {
    Manifests manifests = rendered("docker-hosts-values.yaml");
    assertThat(manifests.of(Kind.ROLE)).isEmpty();
    assertThat(manifests.of(Kind.CLUSTER_ROLE)).isEmpty();
    assertThat(manifests.of(Kind.NAMESPACE)).isEmpty();
    assertThat(manifests.of(Kind.POD_DISRUPTION_BUDGET)).isEmpty();
    assertThat(manifests.of(Kind.NETWORK_POLICY)).hasSize(1);
    assertThat(manifests.pod().path("automountServiceAccountToken").asBoolean()).isFalse();
  }

  @Test
  void jobsMayReachTheServiceAndTheStoreInTheCluster() throws IOException {
    JsonNode policy =
        rendered("full-values.yaml").of(Kind.NETWORK_POLICY).stream()
            .filter(each -> each.path("metadata").path("namespace").asString().equals("jobs"))
            .findFirst()
            .orElseThrow();
    List<String> ports =
        policy
            .path("spec")
            .path("egress")
            .valueStream()
            .map(rule -> rule.path("ports").path(0).path("port").asString())
            .toList();
    assertThat(ports).containsExactly("http", "9000");
    assertThat(
            rendered("minimal-values.yaml", "--set", "settings.execution.network=bridge")
                .of(Kind.NETWORK_POLICY))
        .hasSize(1);
  }

  @Test
  void changedSettingsRestartTheProcesses() throws IOException {
    assertThat(checksum(rendered("minimal-values.yaml")))
        .isEqualTo(checksum(rendered("minimal-values.yaml", "--set", "replicas=5")))
        .isNotEqualTo(checksum(rendered("minimal-values.yaml", "--set", "kubernetes.maxPods=5")));
  }

  @Test
  void chartCanStopAllProcesses() throws IOException {
    Manifests manifests = rendered("minimal-values.yaml", "--set", "replicas=0");
    JsonNode deployment = manifests.one(Kind.DEPLOYMENT).path("spec");
    assertThat(deployment.path("replicas").asInt(-1)).isZero();
  }

  private static String checksum(Manifests manifests) {
    JsonNode template = manifests.one(Kind.DEPLOYMENT).path("spec").path("template");
    return template.path("metadata").path("annotations").path("checksum/settings").asString();
  }

  @Test
  void metricsAreReadWithTheTokenOfTheSecret() throws IOException {
    JsonNode endpoint =
        rendered("full-values.yaml")
            .one(Kind.SERVICE_MONITOR)
            .path("spec")
            .path("endpoints")
            .path(0);
    assertThat(endpoint.path("path").asString()).isEqualTo("/actuator/prometheus");
    JsonNode credentials = endpoint.path("authorization").path("credentials");
    assertThat(credentials.path("key").asString()).isEqualTo("metrics-token");
  }
}

package org.openhtc.execution.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openhtc.execution.engine.ContainerSpecBuilder.aContainer;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.openhtc.execution.ContainerLabels;
import org.openhtc.execution.engine.ContainerSpec;
import org.openhtc.host.ClusterPlace;
import tools.jackson.databind.JsonNode;

class PodManifestTest {
  private static final ClusterPlace PLACE =
      new ClusterPlace(
          "jobs",
          Map.of("pool", "big"),
          List.of(new ClusterPlace.Toleration("jobs", "Exists", null, "NoSchedule")),
          "gvisor",
          "low",
          null,
          null,
          null,
          null,
          null,
          null,
          null);

  private static final SharedVariables.Stored VARIABLES =
      new SharedVariables.Stored("shared", Map.of("PRICE", "5$"));

  private final ContainerSpec spec =
      aContainer("openhtc-1", "0123456789")
          .argv(List.of("sh", "-c", "echo $$ $(HOME)"))
          .vcpus(2)
          .memoryMib(512)
          .build();

  @Test
  void podCanDoNoMoreThanAContainerOfADockerHost() {
    JsonNode pod = manifest("secret").path("spec");
    assertThat(pod.path("restartPolicy").asString()).isEqualTo("Never");
    assertThat(pod.path("automountServiceAccountToken").asBoolean()).isFalse();
    assertThat(pod.path("enableServiceLinks").asBoolean()).isFalse();
    assertThat(pod.path("shareProcessNamespace").asBoolean()).isTrue();
    assertThat(pod.path("securityContext").path("seccompProfile").path("type").asString())
        .isEqualTo("RuntimeDefault");
    JsonNode security = pod.path("containers").path(0).path("securityContext");
    assertThat(security.path("allowPrivilegeEscalation").asBoolean()).isFalse();
    assertThat(security.path("capabilities"))
        .isEqualTo(
            Yamls.read(
                "{add: [CHOWN, DAC_OVERRIDE, FOWNER, FSETID, SETUID, SETGID, SETPCAP, KILL], drop:"
                    + " [ALL]}"));
  }

  @Test
  void podRequestsWhatItMayUse() {
    JsonNode resources =
        manifest("secret").path("spec").path("containers").path(0).path("resources");
    assertThat(resources.path("limits")).isEqualTo(Yamls.read("{cpu: '2', memory: 512Mi}"));
    assertThat(resources.path("requests")).isEqualTo(resources.path("limits"));
  }

  @Test
  void podWaitsAtAGateOnTheNodesOfItsPlace() {
    JsonNode pod = manifest("secret").path("spec");
    assertThat(pod.path("schedulingGates")).isEqualTo(Yamls.read("[{name: openhtc.org/start}]"));
    assertThat(pod.path("nodeSelector"))
        .isEqualTo(Yamls.read("{pool: big, kubernetes.io/arch: arm64, kubernetes.io/os: linux}"));
    assertThat(pod.path("tolerations"))
        .isEqualTo(Yamls.read("[{key: jobs, operator: Exists, effect: NoSchedule}]"));
    assertThat(pod.path("runtimeClassName").asString()).isEqualTo("gvisor");
    assertThat(pod.path("priorityClassName").asString()).isEqualTo("low");
    assertThat(pod.path("terminationGracePeriodSeconds").asInt()).isEqualTo(10);
    assertThat(pod.path("imagePullSecrets")).isEqualTo(Yamls.read("[{name: secret}]"));
    assertThat(manifest(null).path("spec").has("imagePullSecrets")).isFalse();
    assertThat(manifest(null, false).path("spec").has("schedulingGates")).isFalse();
  }

  @Test
  void metadataKeepsWhatLabelsCantHave() {
    JsonNode metadata = manifest("secret").path("metadata");
    assertThat(metadata.path("finalizers")).isEqualTo(Yamls.read("[openhtc.org/result]"));
    assertThat(metadata.path("annotations").path(ContainerLabels.JOB).asString()).isEqualTo("0:1");
    assertThat(metadata.path("annotations").has(ContainerLabels.INSTALLATION)).isFalse();
    assertThat(new Pod(manifest("secret")).labels()).isEqualTo(spec.labels());
    assertThat(metadata.path("labels").path(ContainerLabels.JOB).asString()).isEqualTo("0.1");
    assertThat(metadata.path("labels").path(ContainerLabels.INSTALLATION).asString())
        .isEqualTo("0123456789");
  }

  @Test
  void clusterDoesNotReplaceVariablesInTheCommand() {
    JsonNode container = manifest("secret").path("spec").path("containers").path(0);
    assertThat(container.path("args").path(2).asString()).isEqualTo("echo $$$$ $$(HOME)");
    assertThat(container.path("env")).isEqualTo(Yamls.read("[{name: PRICE, value: 5$$}]"));
  }

  @Test
  void podNamesTheSecretOfItsSharedVariables() {
    JsonNode pod = manifest(null);
    assertThat(pod.at("/spec/containers/0/envFrom"))
        .isEqualTo(Yamls.read("[{secretRef: {name: shared}}]"));
    assertThat(pod.path("metadata").path("labels").path(Pod.VARIABLES).asString())
        .isEqualTo("shared");
  }

  private JsonNode manifest(@Nullable String secret) {
    return manifest(secret, true);
  }

  private JsonNode manifest(@Nullable String secret, boolean isGated) {
    PodManifest manifest = new PodManifest(PLACE, "arm64", Duration.ofSeconds(10));
    return Json.read(
        new String(
            Json.bytes(manifest.of(spec, VARIABLES, secret, isGated)), StandardCharsets.UTF_8));
  }
}

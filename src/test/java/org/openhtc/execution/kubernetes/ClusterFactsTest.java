package org.openhtc.execution.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.openhtc.cluster.FakeCluster;
import org.openhtc.execution.engine.AllowedEndpoint;
import org.openhtc.execution.engine.ContainerEngine;
import org.openhtc.execution.engine.EngineFacts;
import org.openhtc.execution.engine.Isolation;
import org.openhtc.execution.engine.JobNetwork;
import org.openhtc.host.ClusterPlace;
import org.openhtc.region.Architecture;
import org.openhtc.testing.SettableClock;
import tools.jackson.databind.JsonNode;

/** What a cluster has, and what OpenHTC sets up in its namespace. */
class ClusterFactsTest {
  private static final String IMAGE = "registry:5000/projects/p/app@sha256:12";

  private final String installation = UUID.randomUUID().toString();
  private final FakeCluster cluster = FakeCluster.start();
  private final ContainerEngine engine = ClusterEngines.connect(cluster, installation);

  @AfterEach
  void close() {
    engine.close();
    cluster.close();
  }

  @Test
  void nodesTogetherAreTheCapacity() {
    cluster.addNode("node-2", 4, 8, 110);
    EngineFacts facts = engine.facts();
    assertThat(facts.vcpus()).isEqualTo(12);
    assertThat(facts.memoryMib()).isEqualTo(40 << 10);
    assertThat(facts.architecture()).isEqualTo(Architecture.X86);
    assertThat(facts.version()).isEqualTo("1.37.2");
  }

  @Test
  void quotaLimitsTheCapacity() {
    cluster.quota("2500m", "4Gi");
    assertThat(engine.facts().vcpus()).isEqualTo(2);
    assertThat(engine.facts().memoryMib()).isEqualTo(4096);
  }

  @Test
  void clusterThatAddsNodesHasTheConfiguredCapacity() {
    cluster.removeNode("node-1");
    ClusterPlace place =
        new ClusterPlace(null, null, null, null, null, null, 100, 4096L, null, null, true, null);
    try (ContainerEngine growing =
        ClusterEngines.connect(cluster, installation, place, Clock.systemUTC())) {
      assertThat(growing.facts().vcpus()).isEqualTo(100);
      assertThat(growing.facts().memoryMib()).isEqualTo(4096);
    }
  }

  @Test
  void accountOfTheServiceMayBeUnableToListOtherNamespaces() {
    cluster.failNext(1, "GET", "/api/v1/pods", 403);
    assertThat(engine.facts().vcpus()).isEqualTo(8);
  }

  @Test
  void networkPolicyAllowsOnlyPublicAndGivenAddresses() {
    JobNetwork network =
        new JobNetwork(installation, List.of(new AllowedEndpoint("10.1.2.3", 8080)), List.of());
    assertThat(engine.ensureJobNetwork(network).level()).isEqualTo(Isolation.Level.NONE);
    JsonNode spec = cluster.objects("networkpolicies").getFirst().path("spec");
    assertThat(spec.path("ingress")).isEmpty();
    assertThat(spec.path("egress").toString())
        .contains("10.1.2.3/32", "8080", "169.254.0.0/16", "10.0.0.0/8");
    ClusterPlace place =
        new ClusterPlace(null, null, null, null, null, null, null, null, null, null, true, null);
    try (ContainerEngine enforcing =
        ClusterEngines.connect(cluster, installation, place, Clock.systemUTC())) {
      assertThat(enforcing.ensureJobNetwork(network).level()).isEqualTo(Isolation.Level.FIREWALL);
    }
  }

  @Test
  void nodesPullWithTheTokenOfThePull() {
    assertThat(engine.image(IMAGE)).isEmpty();
    engine.pull(IMAGE, token(3600));
    assertThat(engine.image(IMAGE)).isPresent();
    JsonNode secret = cluster.objects("secrets").getFirst();
    String config =
        new String(
            Base64.getDecoder().decode(secret.path("data").path(".dockerconfigjson").asString()));
    assertThat(Json.read(config).path("auths").path("registry:5000"))
        .isEqualTo(Json.read("{\"username\":\"host\",\"password\":\"%s\"}".formatted(token(3600))));
    engine.pull(IMAGE, token(3600));
    assertThat(cluster.objects("secrets")).hasSize(1);
  }

  @Test
  void expiredPullSecretsAreRemoved() {
    engine.pull(IMAGE, token(-1));
    engine.pull("registry:5000/projects/p/other@sha256:12", token(3600));
    assertThat(cluster.objects("secrets")).hasSize(1);
    assertThat(engine.image(IMAGE)).isEmpty();
  }

  @Test
  void pullSecretThatIsStoredAgainDuringTheRemovalIsKept() {
    cluster.beforeNext("DELETE", "/secrets", () -> engine.pull(IMAGE, token(3600)));
    engine.pull(IMAGE, token(-1));
    assertThat(cluster.objects("secrets")).hasSize(1);
  }

  @Test
  void architectureRemainsWhileThereIsANodeOfIt() {
    SettableClock clock = new SettableClock();
    try (ContainerEngine measuring =
        ClusterEngines.connect(cluster, installation, ClusterPlace.byDefault(), clock)) {
      assertThat(measuring.facts().architecture()).isEqualTo(Architecture.X86);
      cluster.addNode("node-2", 8, 32, 110, "arm64");
      cluster.addNode("node-3", 8, 32, 110, "arm64");
      clock.advance(Duration.ofMinutes(1));
      assertThat(measuring.facts().architecture()).isEqualTo(Architecture.X86);
      assertThat(measuring.facts().vcpus()).isEqualTo(8);
      cluster.removeNode("node-1");
      clock.advance(Duration.ofMinutes(1));
      assertThat(measuring.facts().architecture()).isEqualTo(Architecture.AARCH64);
      cluster.removeNode("node-2");
      cluster.removeNode("node-3");
      clock.advance(Duration.ofMinutes(1));
      assertThat(measuring.facts().architecture()).isEqualTo(Architecture.AARCH64);
    }
  }

  /** A token that ends so many seconds after the start of this test class, and signs nothing. */
  private static String token(int seconds) {
    byte[] claims = Json.bytes(Map.of("exp", START + seconds));
    return "e30." + Base64.getUrlEncoder().withoutPadding().encodeToString(claims) + ".c2ln";
  }

  private static final long START = Clock.systemUTC().instant().getEpochSecond();
}

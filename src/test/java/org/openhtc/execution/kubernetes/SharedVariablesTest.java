package org.openhtc.execution.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.openhtc.execution.engine.ContainerSpecBuilder.aContainer;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.openhtc.cluster.FakeCluster;
import org.openhtc.execution.engine.ContainerEngine;
import org.openhtc.host.ClusterPlace;
import org.openhtc.testing.SettableClock;
import org.openhtc.testing.Timeouts;
import tools.jackson.databind.JsonNode;

/** Pods of a batch have the variables that they share from one secret. */
class SharedVariablesTest {
  private static final Map<String, String> SHARED = Map.of("COLOR", "blue $(RED)", "PRICE", "5$");
  private static final Duration LONG = Duration.ofHours(3);

  private final String installation = UUID.randomUUID().toString();
  private final FakeCluster cluster = FakeCluster.start();
  private final SettableClock clock = new SettableClock();
  private final ContainerEngine engine =
      ClusterEngines.connect(cluster, installation, ClusterPlace.byDefault(), clock);

  @AfterEach
  void close() {
    engine.close();
    cluster.close();
  }

  @Test
  void podsDoNotRepeatSharedVariables() {
    run("one", SHARED);
    run("two", SHARED);
    JsonNode secret = onlySecret();
    assertThat(secret.path("data")).isEqualTo(Yamls.read("{COLOR: Ymx1ZSAkKFJFRCk=, PRICE: NSQ=}"));
    for (JsonNode pod : cluster.objects("pods")) {
      JsonNode container = pod.path("spec").path("containers").path(0);
      assertThat(container.path("env")).isEqualTo(Yamls.read("[{name: OWN, value: $$1}]"));
      assertThat(container.path("envFrom"))
          .isEqualTo(Yamls.read("[{secretRef: {name: %s}}]".formatted(name(secret))));
    }
  }

  @Test
  void otherVariablesHaveAnotherSecret() {
    run("one", SHARED);
    run("two", Map.of("COLOR", "red"));
    run("three", Map.of());
    assertThat(cluster.objects("secrets")).hasSize(2);
    assertThat(cluster.objects("pods"))
        .filteredOn(pod -> pod.path("spec").path("containers").path(0).has("envFrom"))
        .hasSize(2);
  }

  @Test
  void variableThatASecretCanNotNameIsInThePod() {
    run("one", Map.of("a b", "c", "COLOR", "blue"));
    assertThat(onlySecret().path("data")).isEqualTo(Yamls.read("{COLOR: Ymx1ZQ==}"));
    assertThat(cluster.objects("pods").getFirst().at("/spec/containers/0/env"))
        .isEqualTo(Yamls.read("[{name: OWN, value: $$1}, {name: a b, value: c}]"));
  }

  @Test
  void deletedSecretIsBackAfterAWhile() {
    run("one", SHARED);
    cluster.deleteSecrets();
    run("two", SHARED);
    assertThat(cluster.objects("secrets")).isEmpty();
    clock.advance(Duration.ofMinutes(10));
    run("three", SHARED);
    assertThat(cluster.objects("secrets")).hasSize(1);
  }

  @Test
  void secretIsRemovedWhenNoPodHasUsedItForLong() {
    String pod = run("one", SHARED);
    String used = name(onlySecret());
    clock.advance(LONG);
    run("two", Map.of("COLOR", "red"));
    removeUnused();
    assertThat(cluster.objects("secrets")).as("its pod may still wait for a node").hasSize(2);
    engine.remove(pod);
    removeUnused();
    assertThat(name(onlySecret())).isNotEqualTo(used);
  }

  @Test
  void secretThatIsStoredAgainDuringTheRemovalIsKept() {
    engine.remove(run("one", SHARED));
    clock.advance(LONG);
    try (ContainerEngine other =
        ClusterEngines.connect(cluster, installation, ClusterPlace.byDefault(), clock)) {
      cluster.beforeNext("DELETE", "/secrets", () -> run(other, "two", SHARED));
      removeUnused();
    }
    assertThat(cluster.objects("secrets")).hasSize(1);
  }

  @Test
  void unusedSecretsAreRemovedAlsoIfNoJobIsPlaced() {
    engine.remove(run("one", SHARED));
    clock.advance(LONG);
    engine.facts();
    await().atMost(Timeouts.STEP).until(() -> cluster.objects("secrets").isEmpty());
  }

  /** As another process does. */
  private void removeUnused() {
    ClusterPaths paths = new ClusterPaths(FakeCluster.NAMESPACE);
    new SharedVariables(ClusterEngines.server(cluster), paths, installation, clock).removeUnused();
  }

  private String run(String name, Map<String, String> shared) {
    return run(engine, name, shared);
  }

  private String run(ContainerEngine on, String name, Map<String, String> shared) {
    return on.run(
        aContainer(name, installation)
            .argv(List.of("true"))
            .environment(shared, Map.of("OWN", "$1"))
            .build());
  }

  private JsonNode onlySecret() {
    assertThat(cluster.objects("secrets")).hasSize(1);
    return cluster.objects("secrets").getFirst();
  }

  private static String name(JsonNode object) {
    return object.path("metadata").path("name").asString("");
  }
}

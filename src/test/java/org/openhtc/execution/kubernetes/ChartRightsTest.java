package org.openhtc.execution.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openhtc.execution.engine.ContainerSpecBuilder.aContainer;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.openhtc.chart.Manifests;
import org.openhtc.chart.Manifests.Kind;
import org.openhtc.cluster.ClusterCall;
import org.openhtc.cluster.FakeCluster;
import org.openhtc.execution.engine.ContainerEngine;
import org.openhtc.execution.engine.FakeProgram;
import org.openhtc.execution.engine.JobNetwork;
import org.openhtc.host.ClusterPlace;
import tools.jackson.databind.JsonNode;

/** The account of the Helm chart has exactly the rights for the calls that the client makes. */
class ChartRightsTest {
  private static final List<String> PROGRAM = List.of("run");
  private static final String IMAGE = "registry.example.org/projects/a/b@sha256:0123";

  private final String installation = UUID.randomUUID().toString();
  private final FakeCluster cluster =
      FakeCluster.start().program(PROGRAM, FakeProgram.runs().printing("a line"));
  private final ContainerEngine engine = ClusterEngines.connect(cluster, installation);

  @AfterEach
  void close() {
    engine.close();
    cluster.close();
  }

  @Test
  void rightsAreThoseThatTheClientUses() throws IOException {
    describe();
    pullTwice();
    runAndStop();
    removeFromALostNode();
    Manifests manifests = Manifests.plain();
    Set<String> granted = rules("namespace", manifests.one(Kind.ROLE));
    granted.addAll(rules("cluster", manifests.one(Kind.CLUSTER_ROLE)));
    Set<String> used = new TreeSet<>();
    cluster.calls().forEach(call -> used.add(described(call)));
    assertThat(granted).isEqualTo(used);
  }

  private void describe() {
    engine.facts();
    JobNetwork network = new JobNetwork(installation, List.of(), List.of());
    engine.ensureJobNetwork(network);
    engine.ensureJobNetwork(network);
  }

  /** The second pull finds the secret of the first one, which has expired. */
  private void pullTwice() {
    engine.pull(IMAGE, "not a token with an end");
    Clock later = Clock.offset(Clock.systemUTC(), Duration.ofHours(1));
    try (ContainerEngine next =
        ClusterEngines.connect(cluster, installation, ClusterPlace.byDefault(), later)) {
      next.pull(IMAGE.replace("/b@", "/c@"), "not a token with an end");
    }
  }

  private void runAndStop() {
    String id = running("stopped");
    try (var watch = engine.watch(installation, event -> {}, () -> {})) {
      assertThat(watch.isLost()).isFalse();
      assertThat(engine.list(installation)).hasSize(1);
      assertThat(engine.inspect(id)).isPresent();
      assertThat(engine.log(id, Instant.EPOCH)).isNotEmpty();
      engine.stop(id, Duration.ofSeconds(1));
    }
    engine.remove(id);
  }

  private void removeFromALostNode() {
    String id = running("lost");
    cluster.silentNodes(true);
    cluster.removeNode("node-1");
    engine.remove(id);
  }

  private String running(String name) {
    String id = engine.create(aContainer(name, installation).argv(PROGRAM).build());
    engine.start(id);
    return id;
  }

  /** A namespace is an object of the cluster. */
  private static String described(ClusterCall call) {
    String scope = call.namespace().isEmpty() ? "cluster" : "namespace";
    return "%s: %s %s/%s".formatted(scope, call.verb(), call.group(), call.resource());
  }

  private static Set<String> rules(String scope, JsonNode role) {
    Set<String> rules = new TreeSet<>();
    for (JsonNode rule : role.path("rules")) {
      for (JsonNode resource : rule.path("resources")) {
        for (JsonNode verb : rule.path("verbs")) {
          String group = rule.path("apiGroups").path(0).asString();
          rules.add("%s: %s %s/%s".formatted(scope, verb.asString(), group, resource.asString()));
        }
      }
    }
    return rules;
  }
}

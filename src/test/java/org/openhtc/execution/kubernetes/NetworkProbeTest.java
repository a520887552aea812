package org.openhtc.execution.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.openhtc.cluster.FakeCluster;
import org.openhtc.execution.TestSettings;
import org.openhtc.execution.attempt.AttemptParts;
import org.openhtc.execution.attempt.NetworkPolicy;
import org.openhtc.execution.engine.ContainerEngine;
import org.openhtc.execution.engine.FakeContainerEngine;
import org.openhtc.execution.engine.FakeProgram;
import org.openhtc.execution.engine.Isolation;
import org.openhtc.execution.engine.JobNetwork;
import org.openhtc.host.ClusterPlace;
import org.openhtc.lease.FakeLeases;
import org.openhtc.storage.FakeJobStorage;
import org.openhtc.testing.Timeouts;

class NetworkProbeTest {
  private final String installation = UUID.randomUUID().toString();
  private final JobNetwork network = new JobNetwork(installation, List.of(), List.of());
  private final FakeCluster cluster = FakeCluster.start();

  @AfterEach
  void close() {
    cluster.close();
  }

  @Test
  void deniedConnectionProvesThatPoliciesAreEnforced() {
    Isolation found = probe(0, NetworkProbe.NOT_CONNECTED);
    assertThat(found.level()).isEqualTo(Isolation.Level.FIREWALL);
    assertThat(found.reason()).contains("which the cluster enforces, as a pod has shown");
  }

  @Test
  void connectionInSpiteOfThePolicyIsNoIsolation() {
    Isolation found = probe(0, 0);
    assertThat(found.level()).isEqualTo(Isolation.Level.NONE);
    assertThat(found.reason()).contains("reached the API server of the cluster");
  }

  @Test
  void clusterWithoutAReachableAddressShowsNothing() {
    Isolation found = probe(NetworkProbe.NOT_CONNECTED, NetworkProbe.NOT_CONNECTED);
    assertThat(found.level()).isEqualTo(Isolation.Level.NONE);
    assertThat(found.reason()).contains("did not reach the API server of the cluster");
  }

  /** Its pods would have the network that the setting denies them. */
  @Test
  void clusterIsRefusedIfJobsAreToHaveNoNetwork() {
    NetworkPolicy none =
        AttemptParts.networkPolicy(
            FakeLeases.installation(installation),
            new FakeJobStorage(),
            TestSettings.withNetwork("none"));
    try (ContainerEngine engine =
        ClusterEngines.connect(
            cluster, installation, ClusterPlace.byDefault(), Clock.systemUTC())) {
      Isolation found = none.ensure(engine);
      assertThat(found.reason()).contains("a cluster has no network mode 'none'");
      assertThat(none.refuses(found)).isTrue();
    }
    Isolation ofDocker = none.ensure(new FakeContainerEngine(Clock.systemUTC()));
    assertThat(none.refuses(ofDocker)).isFalse();
  }

  @Test
  void imageWithoutTheProgramsShowsNothing() {
    assertThat(probe(0, 127).level()).isEqualTo(Isolation.Level.NONE);
    assertThat(probe(127, 127).reason()).contains("ended with exit code 127");
  }

  @Test
  void resultCountsInsteadOfTheSetting() {
    Isolation found = probe(0, 0, true);
    assertThat(found.level()).isEqualTo(Isolation.Level.NONE);
  }

  @Test
  void podThatIsRefusedShowsNothing() {
    cluster.refusePods("pods are forbidden here");
    Isolation found = probe(0, NetworkProbe.NOT_CONNECTED);
    assertThat(found.level()).isEqualTo(Isolation.Level.NONE);
    assertThat(found.reason()).contains("pods are forbidden here");
  }

  @Test
  void policyIsSetBeforeTheProbe() {
    try (ContainerEngine engine =
        ClusterEngines.connect(cluster, installation, place(false), Clock.systemUTC())) {
      assertThat(engine.beginJobNetwork(network)).isEmpty();
      assertThat(cluster.objects("networkpolicies")).hasSize(1);
      assertThat(cluster.pods()).isEmpty();
    }
  }

  @Test
  void probesOfTwoHostsInOneNamespaceDoNotDisturbEachOther() {
    programs(0, NetworkProbe.NOT_CONNECTED);
    cluster.unschedulable("0/1 nodes are available");
    try (ContainerEngine one =
            ClusterEngines.connect(cluster, installation, place(false), Clock.systemUTC());
        ContainerEngine other =
            ClusterEngines.connect(cluster, installation, place(true), Clock.systemUTC())) {
      List<CompletableFuture<Isolation>> probes =
          Stream.of(one, other)
              .map(engine ->
                  CompletableFuture.supplyAsync(
                      () -> engine.ensureJobNetwork(network), Thread::startVirtualThread))
              .toList();
      await().atMost(Timeouts.STEP).until(() -> cluster.pods().size() == 2);
      cluster.unschedulable(null);
      assertThat(probes)
          .extracting(CompletableFuture::join)
          .extracting(Isolation::level)
          .containsOnly(Isolation.Level.FIREWALL);
    }
    assertThat(cluster.pods()).isEmpty();
  }

  /** Runs the probe, which leaves no pod, with these exit codes of the two pods. */
  private Isolation probe(int open, int closed) {
    return probe(open, closed, false);
  }

  private void programs(int open, int closed) {
    cluster
        .program(List.of(NetworkProbe.SCRIPT, "open"), FakeProgram.exits(open))
        .program(List.of(NetworkProbe.SCRIPT, "closed"), FakeProgram.exits(closed));
  }

  private Isolation probe(int open, int closed, boolean isConfigured) {
    programs(open, closed);
    try (ContainerEngine engine =
        ClusterEngines.connect(cluster, installation, place(isConfigured), Clock.systemUTC())) {
      Isolation found = engine.ensureJobNetwork(network);
      assertThat(cluster.pods()).isEmpty();
      return found;
    }
  }

  private static ClusterPlace place(boolean isConfigured) {
    return new ClusterPlace(
        null, null, null, null, null, null, null, null, null, null, isConfigured, "busybox:1");
  }
}

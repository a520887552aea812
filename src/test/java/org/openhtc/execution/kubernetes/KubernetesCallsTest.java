package org.openhtc.execution.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.openhtc.execution.engine.ContainerSpecBuilder.aContainer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.openhtc.cluster.FakeCluster;
import org.openhtc.execution.engine.ContainerEngine;
import org.openhtc.execution.engine.ContainerState.Phase;
import org.openhtc.execution.engine.EngineEvent;
import org.openhtc.execution.engine.EngineException;
import org.openhtc.execution.engine.EngineWatch;
import org.openhtc.execution.engine.FakeProgram;
import org.openhtc.testing.Timeouts;

/** How many calls to the API server a job costs, and what is kept until it was read. */
class KubernetesCallsTest {
  private static final List<String> SHORT = List.of("short");
  private static final List<String> LONG = List.of("long");

  private final String installation = UUID.randomUUID().toString();
  private final FakeCluster cluster = FakeCluster.start();
  private final ContainerEngine engine = ClusterEngines.connect(cluster, installation);
  private final Queue<EngineEvent> events = new ConcurrentLinkedQueue<>();
  private final EngineWatch watch = engine.watch(installation, events::add, () -> {});

  KubernetesCallsTest() {
    cluster.program(SHORT, FakeProgram.exits(0).printing("done")).program(LONG, FakeProgram.runs());
    cluster.countCalls();
  }

  @AfterEach
  void close() {
    watch.close();
    engine.close();
    cluster.close();
  }

  @Test
  void jobWithRoomCostsThreeCallsAndItsPartOfADeletion() throws Exception {
    int jobs = 40;
    List<String> pods = new ArrayList<>();
    for (int i = 0; i < jobs; i++) {
      pods.add(engine.run(aContainer("pod-" + i, installation).argv(SHORT).build()));
    }
    await().atMost(Timeouts.STEP).until(() -> ends() == jobs);
    readAndRemove(pods);
    assertThat(cluster.pods()).isEmpty();
    Map<String, Integer> calls = cluster.callCounts();
    assertThat(calls.getOrDefault("deletecollection pods", 0)).isBetween(1, jobs / 2);
    calls.remove("deletecollection pods");
    assertThat(calls)
        .isEqualTo(Map.of("create pods", jobs, "get pods/log", jobs, "patch pods", jobs));
  }

  private void readAndRemove(List<String> pods) throws Exception {
    try (ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> ends = new ArrayList<>();
      for (String pod : pods) {
        ends.add(
            workers.submit(() -> {
              List<String> lines = new ArrayList<>();
              assertThat(engine.readFinalLog(pod, line -> lines.add(line.message()))).isTrue();
              assertThat(lines).containsExactly("done");
              engine.remove(pod);
            }));
      }
      for (Future<?> end : ends) {
        end.get();
      }
    }
  }

  private long ends() {
    return events.stream().filter(EngineEvent.Ended.class::isInstance).count();
  }

  @Test
  void jobThatWaitedForRoomCostsOneCallMore() {
    String pod = engine.create(aContainer("pod", installation).argv(SHORT).build());
    engine.start(pod);
    await().atMost(Timeouts.STEP).until(() -> ends() == 1);
    engine.readFinalLog(pod, line -> {});
    engine.remove(pod);
    assertThat(cluster.callCounts())
        .isEqualTo(
            Map.of(
                "create pods", 1, "patch pods", 2, "get pods/log", 1, "deletecollection pods", 1));
  }

  @Test
  void podIsSentThreeTimesAndItsMetadataInResponses() {
    cluster.unschedulable("0/1 nodes are available");
    String pod = engine.run(aContainer("pod", installation).argv(SHORT).build());
    cluster.unschedulable(null);
    await().atMost(Timeouts.STEP).until(() -> ends() == 1);
    engine.remove(pod);
    await()
        .atMost(Timeouts.STEP)
        .until(() -> events.stream().anyMatch(EngineEvent.Removed.class::isInstance));
    assertThat(cluster.pods()).isEmpty();
    assertThat(cluster.changesSent()).isEqualTo(3); // it runs, has ended, and is removed
    assertThat(cluster.wholeObjectsSent()).isZero();
  }

  @Test
  void runningPodIsEndedBeforeItIsRemoved() {
    String pod = engine.run(aContainer("pod", installation).argv(LONG).build());
    assertThat(engine.inspect(pod).orElseThrow().phase()).isEqualTo(Phase.RUNNING);
    engine.remove(pod);
    assertThat(cluster.pods()).isEmpty();
    assertThat(cluster.callCounts()).doesNotContainKey("deletecollection pods");
  }

  @Test
  void failedDeletionIsRepeatedWithoutTheFinalizer() {
    String pod = engine.run(aContainer("pod", installation).argv(SHORT).build());
    await().atMost(Timeouts.STEP).until(() -> ends() == 1);
    cluster.failNext(1, "DELETE", "/pods", 500);
    assertThatThrownBy(() -> engine.remove(pod))
        .isInstanceOf(EngineException.Unreachable.class)
        .hasMessageContaining("could not remove the pod");
    assertThat(engine.inspect(pod).orElseThrow().phase()).isEqualTo(Phase.EXITED);
    engine.remove(pod);
    assertThat(cluster.pods()).isEmpty();
  }

  @Test
  void accountThatMayOnlyDeleteSinglePodsDoesThat() {
    String pod = engine.run(aContainer("pod", installation).argv(SHORT).build());
    await().atMost(Timeouts.STEP).until(() -> ends() == 1);
    cluster.failNext(1, "DELETE", "/pods", 403);
    engine.remove(pod);
    assertThat(cluster.pods()).isEmpty();
    assertThat(cluster.callCounts()).containsEntry("delete pods", 1);
  }

  @Test
  void podWithAFinalizerOfAnotherProgramKeepsThatOne() {
    String pod = engine.run(aContainer("pod", installation).argv(SHORT).build());
    await().atMost(Timeouts.STEP).until(() -> ends() == 1);
    cluster.addFinalizer("pod", "example.org/other");
    engine.remove(pod);
    assertThat(engine.inspect(pod)).isEmpty();
    assertThat(cluster.pods()).containsExactly("pod");
    cluster.removeFinalizers("pod");
    assertThat(cluster.pods()).isEmpty();
  }

  @Test
  void podOfAnotherInstallationIsNotDeletedWithThem() {
    String other = UUID.randomUUID().toString();
    try (ContainerEngine second = ClusterEngines.connect(cluster, other)) {
      second.run(aContainer("other", other).argv(SHORT).build());
    }
    String pod = engine.run(aContainer("pod", installation).argv(SHORT).build());
    await().atMost(Timeouts.STEP).until(() -> ends() == 1);
    engine.remove(pod);
    assertThat(cluster.pods()).containsExactly("other");
  }
}

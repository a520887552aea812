package org.openhtc.execution.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.openhtc.execution.engine.ContainerSpecBuilder.aContainer;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.openhtc.cluster.FakeCluster;
import org.openhtc.execution.engine.ContainerEngine;
import org.openhtc.execution.engine.ContainerSpec;
import org.openhtc.execution.engine.ContainerState;
import org.openhtc.execution.engine.ContainerState.Phase;
import org.openhtc.execution.engine.ContainerSummary;
import org.openhtc.execution.engine.EngineEvent;
import org.openhtc.execution.engine.EngineException;
import org.openhtc.execution.engine.EngineWatch;
import org.openhtc.execution.engine.FakeProgram;
import org.openhtc.host.ClusterPlace;
import org.openhtc.job.log.JobLogLine;
import org.openhtc.testing.SettableClock;
import org.openhtc.testing.Timeouts;

/** Faults of an API server and its nodes. */
class KubernetesFaultsTest {
  private static final List<String> LONG = List.of("run");

  private final String installation = UUID.randomUUID().toString();
  private final FakeCluster cluster = FakeCluster.start();
  private final ContainerEngine engine = ClusterEngines.connect(cluster, installation);
  private final AtomicInteger names = new AtomicInteger();

  KubernetesFaultsTest() {
    cluster.program(LONG, FakeProgram.runs());
  }

  @AfterEach
  void close() {
    engine.close();
    cluster.close();
  }

  @Test
  void throttledCallIsRepeated() {
    cluster.failNext(2, "POST", "/pods", 429);
    String id = engine.create(spec(LONG));
    assertThat(engine.inspect(id)).isPresent();
  }

  @Test
  void errorOfTheServerMayBeTemporary() {
    cluster.failNext(1, "POST", "/pods", 500);
    assertThatThrownBy(() -> engine.create(spec(LONG)))
        .isInstanceOf(EngineException.Unreachable.class)
        .hasMessageContaining("could not create the pod: a fault of the test");
  }

  @Test
  void listOfManyPagesBeginsAgainWhenTheServerForgetsIt() {
    cluster.page(2);
    List<String> ids = Stream.generate(() -> engine.create(spec(LONG))).limit(5).toList();
    cluster.forgetNextPage();
    assertThat(engine.list(installation))
        .extracting(ContainerSummary::id)
        .containsExactlyInAnyOrderElementsOf(ids);
  }

  @Test
  void stoppedServerIsUnreachableAndItsPodsRemain() {
    String id = running();
    cluster.stop();
    assertThatThrownBy(() -> engine.inspect(id)).isInstanceOf(EngineException.Unreachable.class);
    cluster.restart();
    assertThat(engine.inspect(id).orElseThrow().phase()).isEqualTo(Phase.RUNNING);
  }

  @Test
  void cutStreamIsContinuedWhereItEnded() {
    Queue<EngineEvent> events = new ConcurrentLinkedQueue<>();
    AtomicInteger lost = new AtomicInteger();
    try (EngineWatch watch = engine.watch(installation, events::add, lost::incrementAndGet)) {
      String id = running();
      await().atMost(Timeouts.STEP).until(() -> events.size() == 1);
      cluster.cutStreams();
      await().atMost(Timeouts.STEP).until(() -> cluster.streams() > 1);
      cluster.kill(Pod.Id.of(id).name());
      await().atMost(Timeouts.STEP).until(() -> events.size() == 2);
      assertThat(lost).hasValue(0);
      assertThat(watch.isLost()).isFalse();
    }
  }

  @Test
  void changesThatArriveTwiceAreReportedOnce() {
    Queue<EngineEvent> events = new ConcurrentLinkedQueue<>();
    cluster.copiesOfChanges(2);
    try (EngineWatch watch = engine.watch(installation, events::add, () -> {})) {
      String first = running();
      cluster.kill(Pod.Id.of(first).name());
      String second = running();
      await()
          .atMost(Timeouts.STEP)
          .until(() -> events.stream().anyMatch(event -> event.containerId().equals(second)));
      assertThat(events)
          .filteredOn(event -> event.containerId().equals(first))
          .hasExactlyElementsOfTypes(EngineEvent.Started.class, EngineEvent.Ended.class);
      assertThat(watch.isLost()).isFalse();
    }
  }

  @Test
  void forgottenHistoryBreaksTheWatch() {
    AtomicInteger lost = new AtomicInteger();
    EngineWatch watch = engine.watch(installation, event -> {}, lost::incrementAndGet);
    cluster.compact();
    await().atMost(Timeouts.STEP).until(() -> lost.get() == 1);
    assertThat(watch.isLost()).isTrue();
  }

  @Test
  void stoppedServerBreaksTheWatch() {
    AtomicInteger lost = new AtomicInteger();
    EngineWatch watch = engine.watch(installation, event -> {}, lost::incrementAndGet);
    cluster.stop();
    await().atMost(Timeouts.STEP).until(() -> lost.get() == 1);
    assertThat(watch.isLost()).isTrue();
    cluster.restart();
  }

  @Test
  void disruptedPodsEndIsAReasonToInspect() {
    Queue<EngineEvent> events = new ConcurrentLinkedQueue<>();
    try (EngineWatch watch = engine.watch(installation, events::add, () -> {})) {
      String id = running();
      cluster.disrupt(Pod.Id.of(id).name(), "", "", "PreemptionByScheduler");
      await().atMost(Timeouts.STEP).until(() -> events.size() == 2);
      assertThat(events)
          .last()
          .isInstanceOfSatisfying(
              EngineEvent.Ended.class,
              ended -> assertThat(ended.exitCode()).isEqualTo(EngineEvent.Ended.UNKNOWN_EXIT_CODE));
      assertThat(state(id).error()).contains("higher priority");
    }
  }

  @Test
  void podThatAnotherProgramDeletesIsKeptUntilItsEndIsRead() {
    String id = running();
    cluster.delete(Pod.Id.of(id).name());
    assertThat(state(id).phase()).isEqualTo(Phase.EXITED);
    assertThat(state(id).error()).isEqualTo("Another program deleted its pod");
    engine.remove(id);
    assertThat(cluster.pods()).isEmpty();
  }

  @Test
  void podOfALostNodeIsRemoved() {
    String id = running();
    cluster.lose(Pod.Id.of(id).name());
    assertThat(state(id).error()).contains("is lost");
    engine.remove(id);
    assertThat(cluster.pods()).isEmpty();
  }

  @Test
  void podOnASilentNodeIsRemovedWhenTheNodeIsGone() {
    String id = running();
    cluster.silentNodes(true);
    cluster.removeNode("node-1");
    engine.remove(id);
    assertThat(cluster.pods()).isEmpty();
  }

  @Test
  void podOfANodeThatIsSilentForLongIsReleasedWithoutAWait() {
    SettableClock clock = new SettableClock();
    try (ContainerEngine later =
        ClusterEngines.connect(cluster, installation, ClusterPlace.byDefault(), clock)) {
      String id = deletedOnASilentNode();
      clock.advance(Duration.ofMinutes(2));
      assertThat(later.inspect(id).orElseThrow().error()).contains("is lost");
      later.remove(id);
      assertThat(cluster.streams()).isZero();
      assertThat(later.list(installation)).isEmpty();
      assertThat(cluster.pods()).as("its node may still run it").hasSize(1);
    }
  }

  @Test
  void logOfANodeThatIsSilentForLongIsGivenUpAtOnce() {
    SettableClock clock = new SettableClock();
    try (ContainerEngine later =
        ClusterEngines.connect(cluster, installation, ClusterPlace.byDefault(), clock)) {
      String id = deletedOnASilentNode();
      cluster.failNext(1, "GET", "/pods/", 500);
      assertThatThrownBy(() -> later.readFinalLog(id, line -> {}))
          .isInstanceOf(EngineException.Unreachable.class);
      clock.advance(Duration.ofMinutes(2));
      cluster.failNext(1, "GET", "/pods/", 500);
      List<JobLogLine> lines = new ArrayList<>();
      assertThat(later.readFinalLog(id, lines::add)).isTrue();
      assertThat(lines)
          .singleElement()
          .extracting(JobLogLine::message)
          .asString()
          .contains("the log is on a node that is lost");
    }
  }

  /** As just after a restart of its node. */
  @Test
  void logOfAPodThatItsNodeDoesNotKnowYetIsReadAgain() {
    String id = running();
    cluster.failNext(1, "GET", "/pods/", 404);
    assertThatThrownBy(() -> engine.readFinalLog(id, line -> {}))
        .isInstanceOf(EngineException.Unreachable.class)
        .hasMessageContaining("does not know it");
    assertThat(engine.readFinalLog(id, line -> {})).isTrue();
  }

  /** Its finalizer keeps it until the log is read, however long that takes. */
  @Test
  void logOfAnEndedPodThatIsDeletedIsReadAgainAfterAFailure() {
    SettableClock clock = new SettableClock();
    try (ContainerEngine later =
        ClusterEngines.connect(cluster, installation, ClusterPlace.byDefault(), clock)) {
      String id = running();
      cluster.delete(Pod.Id.of(id).name());
      assertThat(state(id).phase()).isEqualTo(Phase.EXITED);
      clock.advance(Duration.ofMinutes(2));
      cluster.failNext(1, "GET", "/pods/", 500);
      assertThatThrownBy(() -> later.readFinalLog(id, line -> {}))
          .isInstanceOf(EngineException.Unreachable.class);
      assertThat(later.readFinalLog(id, line -> {})).isTrue();
    }
  }

  @Test
  void problemOfAPodHasTimeFromItsFirstObservationOn() {
    SettableClock clock = new SettableClock();
    try (ContainerEngine later =
        ClusterEngines.connect(cluster, installation, ClusterPlace.byDefault(), clock)) {
      cluster.unpullable("dial tcp 10.0.0.1:443: i/o timeout");
      String id = later.run(spec(LONG));
      clock.advance(Duration.ofMinutes(30));
      assertThat(later.inspect(id).orElseThrow().phase()).isEqualTo(Phase.STARTING);
      clock.advance(Duration.ofSeconds(121));
      assertThat(later.inspect(id).orElseThrow().phase()).isEqualTo(Phase.CREATED);
    }
  }

  @Test
  void podsAreLimited() {
    ContainerEngine limited =
        ClusterEngines.connect(cluster, installation, ClusterEngines.place(2), Clock.systemUTC());
    ContainerSpec first = spec(LONG);
    String id = limited.create(first);
    limited.create(spec(LONG));
    assertThatThrownBy(() -> limited.create(spec(LONG)))
        .isInstanceOf(EngineException.Full.class)
        .hasMessage("max-pods is reached: 2");
    assertThat(limited.create(first)).isEqualTo(id);
    limited.remove(id);
    limited.create(spec(LONG));
    assertThat(limited.list(installation)).hasSize(2);
    limited.close();
  }

  @Test
  void exceededQuotaIsNoFailureOfTheJob() {
    cluster.refusePods("pods \"a\" is forbidden: exceeded quota: compute");
    assertThatThrownBy(() -> engine.create(spec(LONG))).isInstanceOf(EngineException.Full.class);
    cluster.refusePods("pods \"a\" is forbidden: violates PodSecurity \"restricted:latest\"");
    assertThatThrownBy(() -> engine.create(spec(LONG)))
        .isInstanceOf(EngineException.Refused.class)
        .hasMessageContaining("violates PodSecurity");
  }

  @Test
  void serverThatDoesNotKnowTheRightsOfTheAccountYetIsNoFailureOfTheJob() {
    cluster.refusePods(
        "pods is forbidden: User \"system:serviceaccount:openhtc-jobs:openhtc\" cannot create"
            + " resource \"pods\" in API group \"\" in the namespace \"openhtc-jobs\"");
    assertThatThrownBy(() -> engine.run(spec(LONG)))
        .isInstanceOf(EngineException.Unreachable.class);
    cluster.refusePods(null);
    assertThat(engine.inspect(engine.run(spec(LONG)))).isPresent();
  }

  @Test
  void podLargerThanTheLargestNodeIsTooLarge() {
    engine.facts();
    ContainerSpec spec = aContainer("large", installation).argv(LONG).vcpus(9).build();
    assertThatThrownBy(() -> engine.create(spec))
        .isInstanceOf(EngineException.TooLarge.class)
        .hasMessage("No node of the cluster has 9 vCPUs and 32 MiB");
  }

  @Test
  void startedPodWaitsWithTheReasonOfTheScheduler() {
    cluster.unschedulable("0/1 nodes are available: 1 Insufficient cpu.");
    String id = engine.create(spec(LONG));
    engine.start(id);
    engine.start(id);
    assertThat(state(id).phase()).isEqualTo(Phase.STARTING);
    assertThat(state(id).error()).isEqualTo("0/1 nodes are available: 1 Insufficient cpu");
    cluster.unschedulable(null);
    assertThat(state(id).phase()).isEqualTo(Phase.RUNNING);
  }

  @Test
  void startedPodWaitsForItsImage() {
    cluster.unpullable("dial tcp 10.0.0.1:443: i/o timeout");
    String id = engine.create(spec(LONG));
    engine.start(id);
    assertThat(state(id).phase()).isEqualTo(Phase.STARTING);
    assertThat(state(id).error())
        .isEqualTo("its image can't be pulled: dial tcp 10.0.0.1:443: i/o timeout");
    assertThat(engine.log(id, null)).isEmpty();
    engine.remove(id);
    assertThat(cluster.pods()).isEmpty();
  }

  /** The stream of changes in which the end is found lasts for 31 s. */
  @Test
  void stopReturnsAsSoonAsThePodHasEnded() {
    String id = running();
    cluster.silentNodes(true);
    CompletableFuture<Void> stop =
        CompletableFuture.runAsync(() -> engine.stop(id, Duration.ofSeconds(1)));
    await().atMost(Timeouts.STEP).until(() -> cluster.streams() == 1);
    cluster.kill(Pod.Id.of(id).name());
    assertThat(stop).succeedsWithin(Duration.ofSeconds(10));
  }

  @Test
  void anotherPodOfTheNameIsAnotherContainer() {
    ContainerSpec spec = spec(LONG);
    String first = engine.create(spec);
    engine.remove(first);
    String second = engine.create(spec);
    assertThat(second).isNotEqualTo(first);
    assertThat(engine.inspect(first)).isEmpty();
    assertThatThrownBy(() -> engine.start(first)).isInstanceOf(EngineException.Unreachable.class);
    engine.remove(first);
    assertThat(engine.inspect(second)).isPresent();
  }

  @Test
  void callsAreLimitedByTheBudget() {
    CallBudget budget = new CallBudget(1, 2);
    assertThat(budget.acquire(Duration.ZERO)).isTrue();
    budget.pause(Duration.ofMinutes(1));
    assertThat(budget.acquire(Duration.ofSeconds(1))).isFalse();
  }

  private String deletedOnASilentNode() {
    String id = running();
    cluster.silentNodes(true);
    cluster.delete(Pod.Id.of(id).name());
    return id;
  }

  private String running() {
    String id = engine.create(spec(LONG));
    engine.start(id);
    assertThat(state(id).phase()).isEqualTo(Phase.RUNNING);
    return id;
  }

  private ContainerState state(String id) {
    return engine.inspect(id).orElseThrow();
  }

  private ContainerSpec spec(List<String> argv) {
    return aContainer("pod-" + names.incrementAndGet(), installation).argv(argv).build();
  }
}

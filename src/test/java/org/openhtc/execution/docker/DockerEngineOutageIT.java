package org.openhtc.execution.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.openhtc.execution.engine.ContainerSpecBuilder.aContainer;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openhtc.execution.engine.ContainerEngine;
import org.openhtc.execution.engine.ContainerSpec;
import org.openhtc.execution.engine.ContainerState;
import org.openhtc.execution.engine.ContainerState.Phase;
import org.openhtc.execution.engine.EngineAddress;
import org.openhtc.execution.engine.EngineEvent;
import org.openhtc.execution.engine.EngineException;
import org.openhtc.execution.engine.EngineWatch;
import org.openhtc.testing.ExtraEngine;
import org.openhtc.testing.TestImages;
import org.openhtc.testing.Timeouts;

class DockerEngineOutageIT {
  private static final String INSTALLATION = "outage";
  private ExtraEngine machine;
  private ContainerEngine engine;

  @BeforeEach
  void start() throws IOException {
    machine = ExtraEngine.plain();
    engine = connect(machine);
    TestImages.busybox(machine.endpoint());
  }

  private static ContainerEngine connect(ExtraEngine machine) {
    return new DockerEngines(Clock.systemUTC(), new SimpleMeterRegistry())
        .connect(new EngineAddress(machine.endpoint(), null, null));
  }

  @AfterEach
  void stop() throws IOException {
    if (engine != null) {
      engine.close();
      machine.close();
    }
  }

  @Test
  void killedEngineIsUnreachableAndAfterwardsReportsWhatHappened() throws IOException {
    AtomicInteger lost = new AtomicInteger();
    EngineWatch watch = engine.watch(INSTALLATION, event -> {}, lost::incrementAndGet);
    String id = engine.create(spec("meanwhile", "echo early; sleep 2; echo late; exit 9"));
    engine.start(id);
    await().until(() -> !engine.log(id, null).isEmpty());
    machine.kill();
    await().untilAsserted(() -> assertThat(lost).hasValue(1));
    assertThat(watch.isLost()).isTrue();
    assertThatThrownBy(() -> engine.inspect(id)).isInstanceOf(EngineException.Unreachable.class);
    assertThatThrownBy(() -> engine.log(id, null)).isInstanceOf(EngineException.Unreachable.class);
    assertThatThrownBy(() -> engine.watch(INSTALLATION, event -> {}, lost::incrementAndGet))
        .isInstanceOf(EngineException.Unreachable.class);
    await().atMost(Timeouts.STEP).until(() -> ended("sleep 2; echo late"));
    machine.restart();
    // Succeeds at once, because the broken connections are not reused.
    assertThat(engine.inspect(id).orElseThrow().phase()).isEqualTo(Phase.EXITED);
    assertThat(engine.inspect(id).orElseThrow().exitCode()).isEqualTo(9);
    // The output of the outage is lost: the engine does not read it from an ended container.
    assertThat(engine.log(id, null)).extracting("message").contains("early");
    assertThat(lost).hasValue(1);
  }

  @Test
  void engineThatShutsDownReportsItsSignalsBeforeTheEnds() {
    Queue<EngineEvent> events = new ConcurrentLinkedQueue<>();
    EngineWatch watch = engine.watch(INSTALLATION, events::add, () -> {});
    String id = engine.create(spec("handles", "trap 'exit 0' TERM; echo ready; sleep 300 & wait"));
    engine.start(id);
    await().until(() -> !engine.log(id, null).isEmpty());
    machine.stop();
    await().until(watch::isLost);
    assertThat(events)
        .hasExactlyElementsOfTypes(
            EngineEvent.Started.class, EngineEvent.Signalled.class, EngineEvent.Ended.class);
    assertThat(events)
        .last()
        .isInstanceOfSatisfying(
            EngineEvent.Ended.class, ended -> assertThat(ended.exitCode()).isZero());
  }

  @Test
  void restartedEngineMayHaveForgottenTheStartOfACreatedContainer() throws IOException {
    String id = engine.create(spec("created", "exit 0"));
    assertThat(engine.mayHaveForgottenStart(id)).isFalse();
    machine.kill();
    machine.restart();
    assertThat(engine.inspect(id).orElseThrow().phase()).isEqualTo(Phase.CREATED);
    assertThat(engine.mayHaveForgottenStart(id)).isTrue();
    String later = engine.create(spec("later", "exit 0"));
    assertThat(engine.mayHaveForgottenStart(later)).isFalse();
  }

  @Test
  void engineThatWasKilledDuringAStartDoesNotKnowWhenItWas() throws Exception {
    try (ExtraEngine held = ExtraEngine.withHeldStarts();
        ContainerEngine client = connect(held)) {
      TestImages.busybox(held.endpoint());
      String id = client.create(spec("forgotten", "sleep 300"));
      held.holdStarts();
      Thread start = Thread.startVirtualThread(() -> startIfPossible(client, id));
      held.killDuringStarts(1);
      start.join();
      held.restart();
      await().until(() -> phase(client, id) == Phase.RUNNING);
      assertThat(client.inspect(id).orElseThrow().startedAt()).isNull();
      client.stop(id, Duration.ofSeconds(1));
      ContainerState stopped = client.inspect(id).orElseThrow();
      assertThat(stopped.phase()).isEqualTo(Phase.CREATED);
      assertThat(stopped.finishedAt()).isNotNull();
      assertThat(client.mayHaveForgottenStart(id)).isTrue();
    }
  }

  private static void startIfPossible(ContainerEngine engine, String container) {
    try {
      engine.start(container);
    } catch (EngineException.Unreachable killed) {
      // the reason of the test
    }
  }

  private static Phase phase(ContainerEngine engine, String container) {
    return engine.inspect(container).orElseThrow().phase();
  }

  @Test
  void frozenEngineIsUnreachableInTime() throws IOException {
    machine.freeze();
    try {
      assertThatThrownBy(() ->
              new DockerEngines(Clock.systemUTC(), new SimpleMeterRegistry()).connect(address()))
          .isInstanceOf(EngineException.Unreachable.class)
          .hasMessageContaining("did not respond");
    } finally {
      machine.thaw();
    }
    assertThat(engine.list(INSTALLATION)).isEmpty();
  }

  @Test
  void missingSocketIsUnreachable() {
    EngineAddress nowhere =
        new EngineAddress(URI.create("unix:///tmp/openhtc-nowhere"), null, null);
    assertThatThrownBy(
            () -> new DockerEngines(Clock.systemUTC(), new SimpleMeterRegistry()).connect(nowhere))
        .isInstanceOf(EngineException.Unreachable.class);
  }

  private EngineAddress address() {
    return new EngineAddress(machine.endpoint(), null, null);
  }

  private static boolean ended(String commandLine) {
    return ProcessHandle.allProcesses()
        .noneMatch(p -> p.info().commandLine().orElse("").contains(commandLine));
  }

  private static ContainerSpec spec(String name, String script) {
    return aContainer(name, INSTALLATION).script(script).memoryMib(64).build();
  }
}

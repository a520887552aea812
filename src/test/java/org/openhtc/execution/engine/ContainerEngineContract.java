package org.openhtc.execution.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openhtc.execution.ContainerLabels;
import org.openhtc.execution.engine.ContainerState.Phase;
import org.openhtc.testing.Timeouts;

/** The behaviour of every engine, real or fake, of one machine or of a cluster. */
public abstract class ContainerEngineContract extends EngineOutputContract {
  /** Kills the container with SIGKILL, without a call of the engine under test. */
  protected abstract void killFromOutside(String id);

  @Test
  void describesItself() {
    EngineFacts facts = engine().facts();
    assertThat(facts.engineId()).isNotEmpty();
    assertThat(facts.version()).isNotEmpty();
    assertThat(facts.vcpus()).isPositive();
    assertThat(facts.memoryMib()).isPositive();
    assertThat(facts.clockSkew().abs()).isLessThan(Timeouts.STEP);
  }

  @Test
  void createdContainerWaits() {
    String id = engine().create(spec(shell("exit 0", FakeProgram.exits(0))));
    ContainerState state = state(id);
    assertThat(state.phase()).isEqualTo(Phase.CREATED);
    assertThat(state.startedAt()).isNull();
    assertThat(state.finishedAt()).isNull();
    assertThat(state.labels()).containsEntry(ContainerLabels.INSTALLATION, installation);
    assertThat(engine().log(id, null)).isEmpty();
  }

  @Test
  void exitCodeIsTheCommandsOwn() {
    for (int code : List.of(0, 3)) {
      ContainerState state = ended(run(shell("exit " + code, FakeProgram.exits(code))));
      assertThat(state.exitCode()).isEqualTo(code);
      assertThat(state.outOfMemory()).isFalse();
      assertThat(state.startedAt()).isNotNull();
      assertThat(state.finishedAt()).isNotNull();
      assertThat(state.error()).isEmpty();
    }
  }

  @Test
  void missingCommandCountsAsNeverStarted() {
    List<String> argv = List.of("/no/such");
    means(argv, FakeProgram.cannotStart("exec /no/such failed: No such file or directory"));
    ContainerState state = refused(argv);
    assertThat(state.exitCode()).isNotZero();
    assertThat(state.error())
        .contains("/no/such")
        .containsIgnoringCase("no such file or directory");
  }

  @Test
  void commandThatIsNotExecutableCountsAsNeverStarted() {
    List<String> argv = List.of("/not-executable");
    means(argv, FakeProgram.cannotStart("exec /not-executable failed: Permission denied"));
    assertThat(refused(argv).error()).contains("/not-executable");
  }

  @Test
  void programThatExitsWith127HasEnded() {
    assertThat(ended(run(shell("echo oops; exit 127", FakeProgram.exits(127)))).exitCode())
        .isEqualTo(127);
  }

  @Test
  void mainProcessOutOfMemoryIsKilled() {
    String id = run(shell(GREEDY, FakeProgram.runsOutOfMemory(137)));
    assertThat(ended(id).exitCode()).isEqualTo(137);
    awaitOutOfMemory(id);
  }

  /** An engine may notice it after the end. */
  private void awaitOutOfMemory(String id) {
    await().atMost(Timeouts.STEP).until(() -> state(id).outOfMemory());
  }

  @Test
  void childOutOfMemoryIsReported() {
    String id = run(shell("(" + GREEDY + "); exit 5", FakeProgram.runsOutOfMemory(5)));
    assertThat(ended(id).exitCode()).isEqualTo(5);
    awaitOutOfMemory(id);
  }

  @Test
  void secondCreateReturnsTheFirstContainer() {
    ContainerSpec spec = spec(shell("exit 0", FakeProgram.exits(0)));
    String id = engine().create(spec);
    assertThat(engine().create(spec)).isEqualTo(id);
    engine().start(id);
    ended(id);
    assertThat(state(spec.name()).id()).isEqualTo(id);
  }

  @Test
  void runCreatesAndStarts() {
    ContainerSpec spec = spec(shell("exit 3", FakeProgram.exits(3)));
    String id = engine().run(spec);
    assertThat(ended(id).exitCode()).isEqualTo(3);
    assertThatThrownBy(() -> engine().run(spec)).isInstanceOf(EngineException.AlreadyStarted.class);
  }

  @Test
  void runStartsTheContainerThatWaits() {
    ContainerSpec spec = spec(shell("exit 3", FakeProgram.exits(3)));
    String id = engine().create(spec);
    assertThat(engine().run(spec)).isEqualTo(id);
    assertThat(ended(id).exitCode()).isEqualTo(3);
  }

  @Test
  void createReportsThatAContainerOfThatNameWasStarted() {
    for (List<String> argv :
        List.of(shell("exit 0", FakeProgram.exits(0)), forever("", FakeProgram.runs()))) {
      ContainerSpec spec = spec(argv);
      String id = engine().create(spec);
      engine().start(id);
      assertThatThrownBy(() -> engine().create(spec))
          .isInstanceOf(EngineException.AlreadyStarted.class)
          .hasMessageContaining("started before");
    }
  }

  @Test
  void nameOfAContainerOfAnotherInstallationIsRefused() {
    List<String> argv = shell("exit 0", FakeProgram.exits(0));
    ContainerSpec other = spec(image(), argv, otherInstallation);
    engine().create(other);
    ContainerSpec own = named(other.name(), image(), argv, installation);
    assertThatThrownBy(() -> engine().create(own)).isInstanceOf(EngineException.Refused.class);
  }

  @Test
  void runningContainerIsNotStartedAgain() {
    String id = run(forever("", FakeProgram.runs()));
    ContainerState running = state(id);
    engine().start(id);
    assertThat(state(id)).isEqualTo(running);
    assertThat(running.phase()).isEqualTo(Phase.RUNNING);
    assertThat(running.finishedAt()).isNull();
  }

  @Test
  void startOfAMissingContainerMayBeRetried() {
    assertThatThrownBy(() -> engine().start("0123456789abcdef"))
        .isInstanceOf(EngineException.Unreachable.class);
  }

  @Test
  void stopSendsTermFirst() {
    List<String> argv = forever("trap 'exit 42' TERM; ", FakeProgram.runs().onTerm(42));
    String id = run(argv);
    engine().stop(id, Duration.ofSeconds(20));
    assertThat(state(id).phase()).isEqualTo(Phase.EXITED);
    assertThat(state(id).exitCode()).isEqualTo(42);
    engine().stop(id, Duration.ofSeconds(1));
    assertThat(state(id).exitCode()).isEqualTo(42);
  }

  @Test
  void stopKillsAProgramThatDoesNotEndInTime() {
    String id = run(forever("trap '' TERM; ", FakeProgram.runs().onTerm(137)));
    engine().stop(id, Duration.ofSeconds(1));
    assertThat(state(id).exitCode()).isEqualTo(137);
    assertThat(state(id).outOfMemory()).isFalse();
  }

  @Test
  void killFromOutsideIsNotOutOfMemory() {
    String id = run(forever("", FakeProgram.runs()));
    killFromOutside(id);
    assertThat(ended(id).exitCode()).isEqualTo(137);
    assertThat(state(id).outOfMemory()).isFalse();
  }

  @Test
  void removeIsIdempotent() {
    String id = run(forever("", FakeProgram.runs()));
    engine().remove(id);
    engine().remove(id);
    engine().stop(id, Duration.ofSeconds(1));
    assertThat(engine().inspect(id)).isEmpty();
    assertThat(engine().writableBytes(id)).isEmpty();
    assertThat(engine().log(id, null)).isEmpty();
    assertThat(engine().list(installation)).isEmpty();
  }

  @Test
  void writableLayerIsMeasured() {
    String id = run(forever("", FakeProgram.runs()));
    assertThat(engine().writableBytes(id)).hasValue(0L);
  }

  @Test
  void listContainsOwnContainersOnly() {
    List<String> argv = shell("exit 0", FakeProgram.exits(0));
    String waiting = engine().create(spec(argv));
    String ended = run(argv);
    String running = run(forever("", FakeProgram.runs()));
    engine().create(spec(image(), argv, otherInstallation));
    ended(ended);
    assertThat(engine().list(installation))
        .extracting(ContainerSummary::id, ContainerSummary::phase)
        .containsExactlyInAnyOrder(
            tuple(waiting, Phase.CREATED),
            tuple(ended, Phase.EXITED),
            tuple(running, Phase.RUNNING));
    ContainerSummary one = engine().list(installation).getFirst();
    assertThat(one.labels()).containsEntry(ContainerLabels.JOB, "0:1");
    assertThat(state(one.id()).name()).isEqualTo(one.name());
  }

  /**
   * An engine may refuse the start at once or discover the problem later; the state is the same.
   */
  private ContainerState refused(List<String> argv) {
    String id = engine().create(spec(argv));
    try {
      engine().start(id);
    } catch (EngineException.Refused atOnce) {
      // the state is read below in both cases
    }
    await().atMost(Timeouts.STEP).until(() -> engine().inspect(id).orElseThrow().exitCode() != 0);
    ContainerState state = engine().inspect(id).orElseThrow();
    assertThat(state.phase()).isEqualTo(ContainerState.Phase.CREATED);
    return state;
  }
}

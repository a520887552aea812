package org.openhtc.execution.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.openhtc.execution.ContainerLabels;
import org.openhtc.execution.engine.ContainerState.Phase;
import org.openhtc.job.log.JobLogLine;
import org.openhtc.testing.Timeouts;

/** What every engine sends: the logs of containers, their usage, and the events about them. */
abstract class EngineOutputContract extends EngineScenario {
  /** Engines read each stream on its own, and only lines of different times keep their order. */
  @Test
  void logContainsBothStreamsInOrder() {
    String id =
        run(
            shell(
                "echo one; sleep 1; echo two >&2; sleep 1; echo; echo 'vier ä'",
                FakeProgram.exits(0).printing("one", "two", "", "vier ä")));
    ended(id);
    List<JobLogLine> log = engine().log(id, null);
    assertThat(log).extracting(JobLogLine::message).containsExactly("one", "two", "", "vier ä");
    assertThat(log).extracting(JobLogLine::timestamp).isSorted();
  }

  @Test
  void logCanBeReadFromAnInstant() {
    String id =
        run(
            shell(
                "for i in 1 2 3 4; do echo $i; sleep 0.02; done",
                FakeProgram.exits(0).printing("1", "2", "3", "4")));
    ended(id);
    Instant third = engine().log(id, null).get(2).timestamp();
    assertThat(engine().log(id, third)).extracting(JobLogLine::message).containsExactly("3", "4");
    assertThat(engine().log(id, third.plusNanos(1)))
        .extracting(JobLogLine::message)
        .containsExactly("4");
  }

  @Test
  void logOfARunningContainerCanBeRead() {
    String id = run(forever("", FakeProgram.runs()));
    assertThat(state(id).phase()).isEqualTo(Phase.RUNNING);
    assertThat(messages(id)).containsExactly("ready");
  }

  @Test
  void finalLogIsThatOfTheEndedContainer() {
    String id = run(shell("echo one; echo two", FakeProgram.exits(0).printing("one", "two")));
    ended(id);
    List<JobLogLine> lines = new ArrayList<>();
    assertThat(engine().readFinalLog(id, lines::add)).isTrue();
    assertThat(lines).isEqualTo(engine().log(id, null));
  }

  @Test
  void missingContainerHasNoLog() {
    List<JobLogLine> lines = new ArrayList<>();
    assertThat(engine().readLog("0123456789abcdef", null, lines::add)).isFalse();
    assertThat(engine().readFinalLog("0123456789abcdef", lines::add)).isFalse();
    assertThat(lines).isEmpty();
  }

  @Test
  void usageOfARunningContainerIsKnownWhereItCanBeRead() {
    String id = engine().create(spec(forever("", FakeProgram.runs())));
    assertThat(engine().usage(id)).isEmpty();
    engine().start(id);
    await()
        .atMost(Timeouts.STEP)
        .untilAsserted(() -> {
          Optional<ContainerUsage> usage = engine().usage(id);
          assertThat(usage.isPresent()).isEqualTo(engine().hasUsage());
          usage.ifPresent(found -> assertThat(found.cpuTime()).isPositive());
        });
    engine().stop(id, Duration.ZERO);
    assertThat(engine().usage(id)).isEmpty();
    assertThat(engine().usage("0123456789abcdef")).isEmpty();
  }

  @Test
  void watchReportsOwnContainersUntilClosed() {
    Queue<EngineEvent> events = new ConcurrentLinkedQueue<>();
    AtomicInteger lost = new AtomicInteger();
    EngineWatch watch = engine().watch(installation, events::add, lost::incrementAndGet);
    List<String> argv = shell("exit 0", FakeProgram.exits(0));
    String other = engine().create(spec(image(), argv, otherInstallation));
    engine().start(other);
    ended(other);
    String own = run(argv);
    ended(own);
    engine().remove(own);
    await()
        .atMost(Timeouts.STEP)
        .untilAsserted(() ->
            assertThat(events.stream().map(EngineOutputContract::summary))
                .containsExactly("Started " + own, "Ended " + own, "Removed " + own));
    assertThat(events)
        .allSatisfy(event ->
            assertThat(event.labels()).containsEntry(ContainerLabels.INSTALLATION, installation));
    watch.close();
    ended(run(argv));
    assertThat(events).hasSize(3);
    assertThat(lost).hasValue(0);
    assertThat(watch.isLost()).isFalse();
  }

  @Test
  void watchReportsOutOfMemory() {
    Queue<EngineEvent> events = new ConcurrentLinkedQueue<>();
    try (EngineWatch watch = engine().watch(installation, events::add, () -> {})) {
      String id = run(shell(GREEDY, FakeProgram.runsOutOfMemory(137)));
      await()
          .atMost(Timeouts.STEP)
          .until(() ->
              events.stream()
                  .map(EngineOutputContract::summary)
                  .toList()
                  .containsAll(List.of("OutOfMemory " + id, "Ended " + id)));
    }
  }

  private static String summary(EngineEvent event) {
    return event.getClass().getSimpleName() + " " + event.containerId();
  }
}

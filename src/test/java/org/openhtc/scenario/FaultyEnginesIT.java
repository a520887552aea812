package org.openhtc.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.openhtc.testing.TestTask.definition;

import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.openhtc.simulation.EngineSettings;
import org.openhtc.simulation.Fault;
import org.openhtc.simulation.Operation;
import org.openhtc.simulation.SimulatedEngine;
import org.openhtc.simulation.SimulatedEngines;
import org.openhtc.testing.ApiClient;
import org.openhtc.testing.ServiceTest;
import org.openhtc.testing.SettableClock;
import org.openhtc.testing.TestFork;
import org.openhtc.testing.TestImages;
import org.openhtc.testing.TestTask;
import org.openhtc.testing.Timeouts;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/**
 * One of four simulated engines misbehaves: the other hosts do all the work that it does not hold,
 * every job ends once, and afterwards the engine is used as before.
 */
@ServiceTest
@DirtiesContext
class FaultyEnginesIT {
  private static final int HOSTS = 4;
  private static final int SLOTS = 8;
  private static final int JOBS = 400;

  private static final SimulatedEngines ENGINES =
      SimulatedEngines.start(HOSTS, EngineSettings.holding(TestImages.BUSYBOX).vcpus(SLOTS));
  private static final SimulatedEngine FAULTY = ENGINES.engine(0);

  @Autowired ApiClient admin;
  @Autowired SettableClock clock;
  @Autowired TestTask task;

  @DynamicPropertySource
  static void hosts(DynamicPropertyRegistry properties) {
    // Another service may run in this JVM, with the directory of most tests.
    properties.add("openhtc.home", () -> TestFork.path("faulty-engines-test").toString());
    for (String setting : ENGINES.hostSettings()) {
      int equals = setting.indexOf('=');
      properties.add(setting.substring(0, equals), () -> setting.substring(equals + 1));
    }
  }

  @BeforeEach
  void everyHostTakesJobs() {
    awaitReadyHosts();
  }

  /** Calls that hang end with their connections. */
  @AfterEach
  void endTheFault() {
    FAULTY.faults().end();
    FAULTY.stop(true);
    FAULTY.restart();
  }

  @ParameterizedTest
  @EnumSource(names = {"CREATE", "START", "LOGS", "DELETE", "LIST", "INFO"})
  void engineThatLeavesOneCallWithoutResponseDelaysOnlyItsOwnJobs(Operation operation) {
    FAULTY.faults().every(operation, Fault.HANG);
    String batch = task.submit(JOBS, definition("true"));
    await().atMost(Timeouts.MANY_JOBS).until(() -> succeeded() >= JOBS - mostJobsOfAHost());
    endTheFault();
    task.awaitCounts(Map.of("SUCCEEDED", JOBS), Timeouts.MANY_JOBS);
    assertThat(starts(batch).values()).hasSizeGreaterThanOrEqualTo(JOBS).containsOnly(1);
    awaitNoContainers();
  }

  @Test
  void engineThatHangsHoldsOnlyItsOwnJobs() {
    FAULTY.faults().all(Fault.HANG);
    task.submit(JOBS, definition("true"));
    await().atMost(Timeouts.MANY_JOBS).until(() -> succeeded() >= JOBS - mostJobsOfAHost());
    clock.advance(Duration.ofMinutes(1));
    task.awaitCounts(Map.of("SUCCEEDED", JOBS), Timeouts.MANY_JOBS);
    endTheFault();
    awaitReadyHosts();
    awaitNoContainers();
  }

  @Test
  void engineThatIsAThousandTimesSlowerDelaysOnlyItsOwnJobs() {
    FAULTY.faults().slowness(1000);
    String batch = task.submit(JOBS, definition("true"));
    await().atMost(Timeouts.MANY_JOBS).until(() -> succeeded() >= JOBS - mostJobsOfAHost());
    awaitAll(batch);
  }

  @Test
  void startThatFailsAfterItsEffectRunsNoJobTwice() {
    FAULTY.faults().next(20, Operation.START, Fault.FAIL_AFTER_EFFECT);
    awaitAll(task.submit(JOBS, definition("true")));
  }

  @Test
  void callsWhoseConnectionsBreakRunNoJobTwice() {
    FAULTY.faults().next(10, Operation.CREATE, Fault.CLOSE_AFTER_EFFECT);
    FAULTY.faults().next(10, Operation.START, Fault.CLOSE_AFTER_EFFECT);
    FAULTY.faults().next(10, Operation.LOGS, Fault.CLOSE);
    FAULTY.faults().next(10, Operation.DELETE, Fault.CLOSE_AFTER_EFFECT);
    awaitAll(task.submit(JOBS, definition("true")));
  }

  @Test
  void endsWithoutEventsAreFound() {
    FAULTY.faults().losesEvents(true);
    awaitAll(task.submit(JOBS, definition("true")));
  }

  @Test
  void cutEventStreamsAreOpenedAgain() {
    String batch = task.submit(JOBS, definition("sleep", "0.2"));
    for (int percent = 10; percent < 100; percent += 10) {
      int ended = JOBS * percent / 100;
      await().atMost(Timeouts.MANY_JOBS).until(() -> succeeded() >= ended);
      ENGINES.all().forEach(SimulatedEngine::cutEventStreams);
    }
    awaitAll(batch);
    ENGINES
        .all()
        .forEach(engine -> await().atMost(Timeouts.STEP).until(() -> engine.eventStreams() == 1));
  }

  @Test
  void containersThatRunDuringARestartOfTheEngineAreAdopted() {
    String batch = task.submit(HOSTS * SLOTS, definition("sleep", "3"));
    await().atMost(Timeouts.STEP).until(() -> FAULTY.running() >= SLOTS);
    FAULTY.stop(true);
    FAULTY.restart();
    await().atMost(Timeouts.STEP).until(() -> succeeded() == HOSTS * SLOTS);
    assertThat(starts(batch)).hasSize(HOSTS * SLOTS).allSatisfy((job, n) -> assertThat(n).isOne());
    awaitNoContainers();
  }

  /** Running, and those that a host may have beyond its room because their ends are expected. */
  private static int mostJobsOfAHost() {
    return 2 * SLOTS;
  }

  /** Every job has ended, its container was started once, and nothing is left on any engine. */
  private void awaitAll(String batch) {
    task.awaitCounts(Map.of("SUCCEEDED", JOBS), Timeouts.MANY_JOBS);
    assertThat(starts(batch)).hasSize(JOBS).allSatisfy((job, n) -> assertThat(n).isOne());
    awaitNoContainers();
  }

  private int succeeded() {
    return task.counts().getOrDefault("SUCCEEDED", 0);
  }

  /** How often a container of each attempt of the batch was started, on all engines. */
  private static Map<String, Integer> starts(String batch) {
    return ENGINES.all().stream()
        .flatMap(engine -> engine.starts().entrySet().stream())
        .filter(entry -> entry.getKey().contains(batch))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, Integer::sum));
  }

  private void awaitNoContainers() {
    ENGINES
        .all()
        .forEach(engine ->
            await()
                .atMost(Timeouts.STEP)
                .untilAsserted(() ->
                    assertThat(engine.names()).allMatch(name -> name.startsWith("openhtc-slot-"))));
  }

  private void awaitReadyHosts() {
    await()
        .atMost(Timeouts.STEP)
        .until(() ->
            admin.all("/admin/hosts").stream().filter(h -> h.get("takesJobs").asBoolean()).count()
                == HOSTS);
  }
}

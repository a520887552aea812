package org.openhtc.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.openhtc.testing.TestTask.definition;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.openhtc.simulation.EngineSettings;
import org.openhtc.simulation.SimulatedEngine;
import org.openhtc.simulation.SimulatedEngines;
import org.openhtc.simulation.SimulatedProgram;
import org.openhtc.simulation.fault.Fault;
import org.openhtc.simulation.fault.Operation;
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

  /** Longer than a host stays in quarantine. */
  private static final Duration QUARANTINE = Duration.ofMinutes(6);

  /** The most vCPUs of jobs that a host gets beyond its capacity, while it reports many ends. */
  private static final int PLACED_AHEAD = 16;

  /** Calls by which the service follows an engine, regardless of the number of jobs. */
  private static final Set<Operation> PACED =
      EnumSet.of(
          Operation.PING,
          Operation.VERSION,
          Operation.INFO,
          Operation.EVENTS,
          Operation.LIST,
          Operation.IMAGE_INSPECT);

  private static final SimulatedEngines ENGINES =
      SimulatedEngines.start(HOSTS, EngineSettings.holding(TestImages.BUSYBOX).vcpus(SLOTS));
  private static final SimulatedHosts CLUSTER = new SimulatedHosts(ENGINES);
  private static final SimulatedEngine FAULTY = ENGINES.engine(0);

  @Autowired ApiClient admin;
  @Autowired SettableClock clock;
  @Autowired TestTask task;

  @DynamicPropertySource
  static void hosts(DynamicPropertyRegistry properties) {
    properties.add("openhtc.home", () -> TestFork.path("faulty-engines-test").toString());
    CLUSTER.register(properties);
  }

  @AfterAll
  static void closeEngines() {
    ENGINES.close();
  }

  @BeforeEach
  void everyHostTakesJobs() {
    CLUSTER.awaitReady(admin);
  }

  /** Calls that hang end with their connections. Many failed starts quarantine the host. */
  @AfterEach
  void endTheFault() {
    FAULTY.faults().end();
    FAULTY.stop(true);
    FAULTY.restart();
    clock.advance(QUARANTINE);
  }

  /** The first jobs make the network slots. Some slots may be added or removed later. */
  @Test
  void ordinaryJobCostsFourEngineCalls() {
    int first = 2 * HOSTS * SLOTS;
    task.submit(first, definition("true"));
    task.awaitCounts(Map.of("SUCCEEDED", first), Timeouts.MANY_JOBS);
    CLUSTER.awaitNoContainers();
    Map<Operation, Long> before = calls();
    task.submit(JOBS, definition("true"));
    task.awaitCounts(Map.of("SUCCEEDED", first + JOBS), Timeouts.MANY_JOBS);
    CLUSTER.awaitNoContainers();
    Map<Operation, Long> after = calls();
    long called = 0;
    for (Operation operation : Operation.values()) {
      called += PACED.contains(operation) ? 0 : after.get(operation) - before.get(operation);
    }
    assertThat((double) called / JOBS).isBetween(4.0, 4.5);
  }

  private static Map<Operation, Long> calls() {
    return Arrays.stream(Operation.values())
        .collect(Collectors.toMap(operation -> operation, ENGINES::calls));
  }

  @ParameterizedTest
  @EnumSource(names = {"CREATE", "START", "LOGS", "DELETE", "LIST", "INFO"})
  void engineThatLeavesOneCallWithoutResponseDelaysOnlyItsOwnJobs(Operation operation) {
    FAULTY.faults().every(operation, Fault.HANG);
    String batch = task.submit(JOBS, definition("true"));
    awaitJobsOfOtherHosts();
    endTheFault();
    task.awaitCounts(Map.of("SUCCEEDED", JOBS), Timeouts.MANY_JOBS);
    assertThat(CLUSTER.starts(batch).values()).hasSizeGreaterThanOrEqualTo(JOBS).containsOnly(1);
    CLUSTER.awaitNoContainers();
  }

  @Test
  void engineThatHangsHoldsOnlyItsOwnJobs() {
    FAULTY.faults().all(Fault.HANG);
    task.submit(JOBS, definition("true"));
    awaitJobsOfOtherHosts();
    await().atMost(Timeouts.STEP).until(() -> CLUSTER.isUnreachable(admin, "simulated-0"));
    clock.advance(Duration.ofMinutes(1));
    task.awaitCounts(Map.of("SUCCEEDED", JOBS), Timeouts.MANY_JOBS);
    endTheFault();
    CLUSTER.awaitReady(admin);
    CLUSTER.awaitNoContainers();
  }

  /**
   * Compares rates on a machine that may have other work: so the limit is low, and one of three
   * batches has to reach it.
   */
  @Test
  void otherHostsKeepTheirRateWhileAnEngineHangs() {
    double before = jobsPerSecondOfOtherHosts();
    task.awaitCounts(Map.of("SUCCEEDED", JOBS), Timeouts.MANY_JOBS);
    FAULTY.faults().all(Fault.HANG);
    double during = jobsPerSecondOfOtherHosts();
    for (int batch = 2; batch <= 3 && during <= 0.5 * before; batch++) {
      during = Math.max(during, jobsPerSecondOfOtherHosts());
    }
    assertThat(during).isGreaterThan(0.5 * before);
  }

  /** From the first start to the end of the work that the faulty engine does not hold. */
  private double jobsPerSecondOfOtherHosts() {
    long first = startsOfOtherHosts();
    int ended = succeeded();
    task.submit(JOBS, definition("sleep", "0.2"));
    await().atMost(Timeouts.STEP).until(() -> startsOfOtherHosts() > first);
    long begin = System.nanoTime();
    long started = startsOfOtherHosts();
    await()
        .pollInterval(Duration.ofMillis(20))
        .atMost(Timeouts.MANY_JOBS)
        .until(() -> succeeded() >= ended + JOBS - mostJobsOfAHost());
    return (startsOfOtherHosts() - started) * 1e9 / (System.nanoTime() - begin);
  }

  private static long startsOfOtherHosts() {
    return ENGINES.calls(Operation.START) - FAULTY.calls(Operation.START);
  }

  @Test
  void engineThatIsAThousandTimesSlowerDelaysOnlyItsOwnJobs() {
    FAULTY.faults().slowness(1000);
    String batch = task.submit(JOBS, definition("true"));
    awaitJobsOfOtherHosts();
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
    CLUSTER.awaitReady(admin);
  }

  /** The test ends the jobs: on a busy machine, short ones may end before the last ones start. */
  @Test
  void containersThatRunDuringARestartOfTheEngineAreAdopted() {
    int jobs = HOSTS * SLOTS;
    ENGINES.all().forEach(engine -> engine.program(List.of("work"), SimulatedProgram.runs()));
    String batch = task.submit(jobs, definition("work"));
    await().atMost(Timeouts.STEP).until(() -> FAULTY.running() >= SLOTS);
    FAULTY.stop(true);
    FAULTY.restart();
    CLUSTER.awaitReady(admin);
    task.awaitCounts(Map.of("RUNNING", jobs));
    List<String> containers = CLUSTER.containers();
    ENGINES.all().forEach(engine -> containers.forEach(name -> engine.end(name, 0)));
    await().atMost(Timeouts.STEP).until(() -> succeeded() == jobs);
    CLUSTER.assertStartedOnce(batch, jobs);
    CLUSTER.awaitNoContainers();
  }

  private void awaitJobsOfOtherHosts() {
    await().atMost(Timeouts.STEP).until(() -> succeeded() >= JOBS - mostJobsOfAHost());
  }

  /** Those that the host runs, and those that it may have beyond its capacity. */
  private static int mostJobsOfAHost() {
    return SLOTS + PLACED_AHEAD;
  }

  /** Every job has ended, its container was started once, and nothing is left on any engine. */
  private void awaitAll(String batch) {
    task.awaitCounts(Map.of("SUCCEEDED", JOBS), Timeouts.MANY_JOBS);
    CLUSTER.assertStartedOnce(batch, JOBS);
    CLUSTER.awaitNoContainers();
  }

  private int succeeded() {
    return task.counts().getOrDefault("SUCCEEDED", 0);
  }
}

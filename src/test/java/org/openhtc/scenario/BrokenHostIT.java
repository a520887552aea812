package org.openhtc.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openhtc.host.Host;
import org.openhtc.host.HostHealth;
import org.openhtc.simulation.SimulatedEngine;
import org.openhtc.simulation.SimulatedProgram;
import org.openhtc.testing.ServiceTest;
import org.openhtc.testing.TestTask;
import org.openhtc.testing.Timeouts;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;

/**
 * One host that fails every job at once among four good ones, and jobs that fail on all of them.
 */
@ServiceTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BrokenHostIT {
  private static final List<String> TEST_CONTAINER = List.of("/pause");
  private static final int HOSTS = 5;
  private static final int JOBS = 500;

  /** Longer than a host stays in quarantine. */
  private static final Duration QUARANTINE = Duration.ofMinutes(6);

  /** Longer than the result of a test of a host holds. */
  private static final Duration RESULT_OF_A_TEST = Duration.ofSeconds(16);

  private static final int MOST_WASTED = 20;
  private static final String CONTAINER_OF_A_JOB = "openhtc-[0-9a-f]{8}-.+";

  private SimulatedService service;
  private SimulatedEngine broken;
  private TestTask task;

  @BeforeAll
  void start(@Autowired @Qualifier("serviceConnections") HikariDataSource server)
      throws IOException {
    service = new SimulatedService(server, "brokenhost", HOSTS, 16);
    broken = service.engines.engine(HOSTS - 1);
  }

  @AfterAll
  void stop() {
    service.close();
  }

  @BeforeEach
  void aTask() {
    task = TestTask.in(service.task.api);
  }

  /** Ends the fault and the quarantine. The host was tested for that: its result must expire. */
  @AfterEach
  void repair() {
    broken.program(TEST_CONTAINER, SimulatedProgram.runs().onTerm(0));
    broken.otherwise(SimulatedProgram.exits(0));
    service.clock().advance(QUARANTINE);
    await().atMost(Timeouts.STEP).until(() -> service.hosts().stream().allMatch(Host::isReady));
    service.clock().advance(RESULT_OF_A_TEST);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 125, 127, 255})
  void hostThatEndsEveryContainerAtOnceIsQuarantined(int code) {
    broken.program(TEST_CONTAINER, SimulatedProgram.exits(code));
    broken.otherwise(SimulatedProgram.exits(code));
    assertQuarantinedWithLittleWaste("it ended at once with code " + code);
  }

  @Test
  void hostThatStartsNothingIsQuarantined() {
    String message = "exec: \"docker-init\": executable file not found in $PATH";
    SimulatedProgram refused = SimulatedProgram.exits(0).refusedWith(message);
    broken.program(TEST_CONTAINER, refused);
    broken.otherwise(refused);
    assertQuarantinedWithLittleWaste("docker-init");
  }

  private void assertQuarantinedWithLittleWaste(String reason) {
    int before = starts(broken);
    task.submit(JOBS, TestTask.definition("true"));
    await().atMost(Timeouts.MANY_JOBS).until(() -> task.counts().equals(Map.of("SUCCEEDED", JOBS)));
    assertThat(service.host(HOSTS - 1).health()).isEqualTo(HostHealth.QUARANTINED);
    assertThat(service.host(HOSTS - 1).healthReason()).contains(reason);
    assertThat(service.hosts()).filteredOn(Host::isReady).hasSize(HOSTS - 1);
    assertThat(starts(broken) - before).isLessThanOrEqualTo(MOST_WASTED);
  }

  @Test
  void jobsAtFaultQuarantineNoHost() {
    for (SimulatedEngine engine : service.engines.all()) {
      engine.program(List.of("fails"), SimulatedProgram.exits(1));
      engine.program(
          List.of("bad"),
          SimulatedProgram.exits(0).refusedWith("lstat /merged/bin/busybox/x: too many symlinks"));
    }
    String failing = task.submit(JOBS, TestTask.definition("fails"));
    String bad = task.submit(100, TestTask.definition("bad"));
    await().atMost(Timeouts.MANY_JOBS).until(() -> task.counts().equals(Map.of("FAILED", 600)));
    assertThat(service.hosts()).allMatch(Host::isReady);
    assertThat(task.job(failing, 0).get("failureCode").asString())
        .isEqualTo("ErrorNonZeroContainerExitCode");
    assertThat(task.job(bad, 0).get("failureCode").asString()).isEqualTo("ErrorStartingContainer");
    assertThat(task.job(bad, 0).get("statusReason").asString()).contains("lstat");
  }

  private static int starts(SimulatedEngine engine) {
    return engine.starts().entrySet().stream()
        .filter(container -> container.getKey().matches(CONTAINER_OF_A_JOB))
        .mapToInt(Map.Entry::getValue)
        .sum();
  }
}

package org.openhtc.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
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
class BrokenHostIT {
  private static final List<String> TEST_CONTAINER = List.of("/pause");
  private static final int JOBS = 500;
  private static final int MOST_WASTED = 20;
  private static final String CONTAINER_OF_A_JOB = "openhtc-[0-9a-f]{8}-.+";

  @Autowired
  @Qualifier("serviceConnections")
  HikariDataSource server;

  private SimulatedService service;

  @BeforeEach
  void start() throws IOException {
    service = new SimulatedService(server, "brokenhost", 5, 16);
  }

  @AfterEach
  void stop() {
    service.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 125, 127, 255})
  void hostThatEndsEveryContainerAtOnceIsQuarantined(int code) {
    service.engines.all().get(4).program(TEST_CONTAINER, SimulatedProgram.exits(code));
    service.engines.all().get(4).otherwise(SimulatedProgram.exits(code));
    assertQuarantinedWithLittleWaste("it ended at once with code " + code);
  }

  @Test
  void hostThatStartsNothingIsQuarantined() {
    String message = "exec: \"docker-init\": executable file not found in $PATH";
    SimulatedProgram refused = SimulatedProgram.exits(0).refusedWith(message);
    service.engines.all().get(4).program(TEST_CONTAINER, refused);
    service.engines.all().get(4).otherwise(refused);
    assertQuarantinedWithLittleWaste("docker-init");
  }

  private void assertQuarantinedWithLittleWaste(String reason) {
    service.task.submit(JOBS, TestTask.definition("true"));
    await()
        .atMost(Timeouts.MANY_JOBS)
        .until(() -> service.task.counts().equals(Map.of("SUCCEEDED", JOBS)));
    assertThat(service.host(4).health()).isEqualTo(HostHealth.QUARANTINED);
    assertThat(service.host(4).healthReason()).contains(reason);
    assertThat(service.hosts()).filteredOn(Host::isReady).hasSize(4);
    assertThat(starts(service.engines.all().get(4))).isLessThanOrEqualTo(MOST_WASTED);
  }

  @Test
  void jobsAtFaultQuarantineNoHost() {
    for (SimulatedEngine engine : service.engines.all()) {
      engine.program(List.of("fails"), SimulatedProgram.exits(1));
      engine.program(
          List.of("bad"),
          SimulatedProgram.exits(0).refusedWith("lstat /merged/bin/busybox/x: too many symlinks"));
    }
    String failing = service.task.submit(JOBS, TestTask.definition("fails"));
    String bad = service.task.submit(100, TestTask.definition("bad"));
    await()
        .atMost(Timeouts.MANY_JOBS)
        .until(() -> service.task.counts().equals(Map.of("FAILED", 600)));
    assertThat(service.hosts()).allMatch(Host::isReady);
    assertThat(service.task.job(failing, 0).get("failureCode").asString())
        .isEqualTo("ErrorNonZeroContainerExitCode");
    assertThat(service.task.job(bad, 0).get("failureCode").asString())
        .isEqualTo("ErrorStartingContainer");
    assertThat(service.task.job(bad, 0).get("statusReason").asString()).contains("lstat");
  }

  private static int starts(SimulatedEngine engine) {
    return engine.starts().entrySet().stream()
        .filter(container -> container.getKey().matches(CONTAINER_OF_A_JOB))
        .mapToInt(Map.Entry::getValue)
        .sum();
  }
}

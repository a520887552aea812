package org.openhtc.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openhtc.OpenHtcApplication;
import org.openhtc.host.Host;
import org.openhtc.host.HostHealth;
import org.openhtc.host.Hosts;
import org.openhtc.simulation.EngineSettings;
import org.openhtc.simulation.SimulatedEngine;
import org.openhtc.simulation.SimulatedEngines;
import org.openhtc.simulation.SimulatedProgram;
import org.openhtc.testing.ApiClient;
import org.openhtc.testing.FreePort;
import org.openhtc.testing.ServiceTest;
import org.openhtc.testing.TestFork;
import org.openhtc.testing.TestImages;
import org.openhtc.testing.TestTask;
import org.openhtc.testing.Timeouts;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * One host that fails every job at once among four good ones, and jobs that fail on all of them.
 */
@ServiceTest
class BrokenHostIT {
  private static final String DATABASE = "brokenhost";
  private static final String KEY = "broken-host-administrator-key-0123456789";
  private static final List<String> TEST_CONTAINER = List.of("/pause");
  private static final String BROKEN = "simulated-4";
  private static final int JOBS = 500;
  private static final int MOST_WASTED = 20;
  private static final String CONTAINER_OF_A_JOB =
      "openhtc-[0-9a-f]{8}-[0-9a-f-]{36}-[0-9]+-[0-9]+";

  @Autowired
  @Qualifier("serviceConnections")
  HikariDataSource server;

  private SimulatedEngines engines;
  private ConfigurableApplicationContext service;
  private TestTask task;

  @BeforeEach
  void start() throws IOException {
    JdbcClient jdbc = JdbcClient.create(server);
    jdbc.sql("drop database if exists " + DATABASE + " with (force)").update();
    jdbc.sql("create database " + DATABASE).update();
    engines = SimulatedEngines.start(5, EngineSettings.holding(TestImages.BUSYBOX).vcpus(16));
    Files.createDirectories(TestFork.path(DATABASE));
    int port = FreePort.find();
    service = SpringApplication.run(OpenHtcApplication.class, arguments(port));
    task = TestTask.in(ApiClient.at(port).withKey(KEY));
    await().atMost(Timeouts.STEP).until(() -> hosts().stream().allMatch(Host::isReady));
  }

  @AfterEach
  void stop() {
    service.close();
    engines.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 125, 127, 255})
  void hostThatEndsEveryContainerAtOnceIsQuarantined(int code) {
    engines.all().get(4).program(TEST_CONTAINER, SimulatedProgram.exits(code));
    engines.all().get(4).otherwise(SimulatedProgram.exits(code));
    assertQuarantinedWithLittleWaste("it ended at once with code " + code);
  }

  @Test
  void hostThatStartsNothingIsQuarantined() {
    String message = "exec: \"docker-init\": executable file not found in $PATH";
    SimulatedProgram refused = SimulatedProgram.exits(0).refusedWith(message);
    engines.all().get(4).program(TEST_CONTAINER, refused);
    engines.all().get(4).otherwise(refused);
    assertQuarantinedWithLittleWaste("docker-init");
  }

  private void assertQuarantinedWithLittleWaste(String reason) {
    task.submit(JOBS, TestTask.definition("true"));
    await().atMost(Timeouts.MANY_JOBS).until(() -> task.counts().equals(Map.of("SUCCEEDED", JOBS)));
    assertThat(host(BROKEN).health()).isEqualTo(HostHealth.QUARANTINED);
    assertThat(host(BROKEN).healthReason()).contains(reason);
    assertThat(hosts()).filteredOn(Host::isReady).hasSize(4);
    assertThat(starts(engines.all().get(4))).isLessThanOrEqualTo(MOST_WASTED);
  }

  @Test
  void jobsAtFaultQuarantineNoHost() {
    for (SimulatedEngine engine : engines.all()) {
      engine.program(List.of("fails"), SimulatedProgram.exits(1));
      engine.program(
          List.of("bad"),
          SimulatedProgram.exits(0).refusedWith("lstat /merged/bin/busybox/x: too many symlinks"));
    }
    String failing = task.submit(JOBS, TestTask.definition("fails"));
    String bad = task.submit(100, TestTask.definition("bad"));
    await().atMost(Timeouts.MANY_JOBS).until(() -> task.counts().equals(Map.of("FAILED", 600)));
    assertThat(hosts()).allMatch(Host::isReady);
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

  private List<Host> hosts() {
    return IntStream.range(0, 5).mapToObj(n -> host("simulated-" + n)).toList();
  }

  private Host host(String name) {
    return service.getBean(Hosts.class).find(name).orElseThrow();
  }

  private String[] arguments(int port) {
    List<String> settings = new ArrayList<>(engines.hostSettings());
    settings.add("server.port=" + port);
    settings.add("openhtc.home=" + TestFork.path(DATABASE));
    settings.add("openhtc.bootstrap-api-key=" + KEY);
    settings.add("openhtc.execution.host-images=true");
    settings.add(
        "spring.datasource.url=jdbc:postgresql://127.0.0.1:%d/%s"
            .formatted(
                URI.create(server.getJdbcUrl().substring("jdbc:".length())).getPort(), DATABASE));
    settings.add("spring.datasource.username=" + server.getUsername());
    settings.add("spring.datasource.password=" + server.getPassword());
    return settings.stream().map(setting -> "--" + setting).toArray(String[]::new);
  }
}

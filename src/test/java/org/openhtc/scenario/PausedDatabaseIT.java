package org.openhtc.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openhtc.OpenHtcApplication;
import org.openhtc.lease.Lease;
import org.openhtc.lease.Leases;
import org.openhtc.simulation.EngineSettings;
import org.openhtc.simulation.SimulatedEngines;
import org.openhtc.testing.ApiClient;
import org.openhtc.testing.FreePort;
import org.openhtc.testing.HeapUse;
import org.openhtc.testing.PostgresProcess;
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
 * A database that responds to nothing for three times the length of a lease, while jobs run: with a
 * lease of two seconds as with the usual ten and a pause of thirty.
 */
@ServiceTest
class PausedDatabaseIT {
  private static final String DATABASE = "paused";
  private static final String KEY = "paused-administrator-key-0123456789";
  private static final int JOBS = 2000;
  private static final Duration LEASE = Duration.ofSeconds(2);
  private static final Duration PAUSE = LEASE.multipliedBy(3);
  private static final long LARGEST_GROWTH_MIB = 64;

  @Autowired
  @Qualifier("serviceConnections")
  HikariDataSource server;

  private int port;
  private SimulatedEngines engines;
  private ConfigurableApplicationContext service;
  private TestTask task;

  @BeforeEach
  void start() throws IOException {
    JdbcClient jdbc = JdbcClient.create(server);
    jdbc.sql("drop database if exists " + DATABASE + " with (force)").update();
    jdbc.sql("create database " + DATABASE).update();
    engines = SimulatedEngines.start(4, EngineSettings.holding(TestImages.BUSYBOX).vcpus(16));
    Files.createDirectories(TestFork.path(DATABASE));
    port = FreePort.find();
    service = SpringApplication.run(OpenHtcApplication.class, arguments());
    task = TestTask.in(ApiClient.at(port).withKey(KEY));
  }

  @AfterEach
  void stop() throws IOException {
    service.close();
    engines.close();
  }

  @Test
  void nothingIsLostOrDoubled() {
    String first = task.submit(JOBS / 2, TestTask.definition("true"));
    String second = task.submit(JOBS / 2, TestTask.definition("true"));
    await().atMost(Timeouts.MANY_JOBS).until(() -> succeeded() > JOBS / 10);
    long heap = HeapUse.mib();
    Leases leases = service.getBean(Leases.class);
    Lease lease =
        await()
            .atMost(Timeouts.STEP)
            .until(() -> leases.hold("host:simulated-0"), Optional::isPresent)
            .orElseThrow();
    PostgresProcess.of(JdbcClient.create(server)).paused(() -> awaitExpiry(leases, lease));
    await().atMost(Timeouts.MANY_JOBS).until(() -> succeeded() == JOBS);
    assertThat(task.counts()).isEqualTo(Map.of("SUCCEEDED", JOBS));
    SimulatedHosts hosts = new SimulatedHosts(engines);
    hosts.assertStartedOnce(first, JOBS / 2);
    hosts.assertStartedOnce(second, JOBS / 2);
    hosts.awaitNoContainers();
    assertThat(HeapUse.mib() - heap).isLessThan(LARGEST_GROWTH_MIB);
  }

  private void awaitExpiry(Leases leases, Lease lease) {
    ApiClient monitor = ApiClient.at(port).withToken(ServiceTest.METRICS_TOKEN).withoutBasePath();
    assertThat(monitor.plain("/actuator/prometheus"))
        .as("a scrape while the database is unavailable")
        .contains("hikaricp_connections_pending{pool=\"requests\"}");
    await().pollDelay(PAUSE).atMost(Timeouts.STEP).until(() -> !leases.isCurrent(lease));
  }

  private int serverPort() {
    return URI.create(server.getJdbcUrl().substring("jdbc:".length())).getPort();
  }

  private int succeeded() {
    return task.counts().getOrDefault("SUCCEEDED", 0);
  }

  private String[] arguments() {
    List<String> settings = new ArrayList<>(engines.hostSettings());
    settings.add("server.port=" + port);
    settings.add("openhtc.home=" + TestFork.path(DATABASE));
    settings.add("openhtc.bootstrap-api-key=" + KEY);
    settings.add("openhtc.auth.metrics-token=" + ServiceTest.METRICS_TOKEN);
    settings.add("openhtc.lease.duration=" + LEASE.toSeconds() + "s");
    settings.add("openhtc.execution.host-images=true");
    settings.add(
        "spring.datasource.url=jdbc:postgresql://127.0.0.1:%d/%s"
            .formatted(serverPort(), DATABASE));
    settings.add("spring.datasource.username=" + server.getUsername());
    settings.add("spring.datasource.password=" + server.getPassword());
    return settings.stream().map(setting -> "--" + setting).toArray(String[]::new);
  }
}

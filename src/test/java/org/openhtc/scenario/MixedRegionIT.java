package org.openhtc.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.openhtc.testing.TestTask.definition;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openhtc.cluster.FakeCluster;
import org.openhtc.execution.engine.ContainerEngines;
import org.openhtc.execution.engine.DiskMechanism;
import org.openhtc.execution.engine.EngineFacts;
import org.openhtc.execution.engine.FakeContainerEngine;
import org.openhtc.execution.engine.FakeContainerEngines;
import org.openhtc.execution.engine.FakeProgram;
import org.openhtc.host.Hosts;
import org.openhtc.region.Architecture;
import org.openhtc.testing.CancelledTasks;
import org.openhtc.testing.DocumentedResponses;
import org.openhtc.testing.FreshHome;
import org.openhtc.testing.ServiceTest;
import org.openhtc.testing.TestFork;
import org.openhtc.testing.TestImages;
import org.openhtc.testing.TestTask;
import org.openhtc.testing.Timeouts;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** A region with a Docker host of 12 vCPUs and a cluster of two nodes of 8 vCPUs each. */
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {
      "openhtc.home=" + TestFork.DIRECTORY + "/mixed-region-test",
      "openhtc.bootstrap-api-key=" + ServiceTest.ADMIN_KEY,
      "openhtc.execution.poll-interval=50ms",
      "openhtc.execution.list-interval=200ms",
      "openhtc.execution.host-images=true"
    })
@ContextConfiguration(initializers = FreshHome.class)
@ExtendWith({DocumentedResponses.class, CancelledTasks.class})
class MixedRegionIT {
  private static final FakeCluster CLUSTER =
      FakeCluster.start().program(List.of("work"), FakeProgram.runs());

  static {
    CLUSTER.addNode("node-2", 8, 32, 110);
  }

  @Autowired Hosts hosts;
  @Autowired TestTask task;

  @TestConfiguration
  static class TwoKinds {
    @Bean
    FakeContainerEngine engine(Clock clock) {
      EngineFacts facts =
          new EngineFacts("fake", "1", Architecture.X86, 12, 64_000, 500L, null, Duration.ZERO);
      return new FakeContainerEngine(clock)
          .holding(TestImages.BUSYBOX, Architecture.X86)
          .describedBy(facts, DiskMechanism.WATCH)
          .program(List.of("true"), FakeProgram.exits(0))
          .program(List.of("work"), FakeProgram.runs());
    }

    @Bean
    @Primary
    ContainerEngines engines(
        FakeContainerEngine engine, @Qualifier("connectorsByKind") ContainerEngines clusters) {
      FakeContainerEngines machines = new FakeContainerEngines().with("tcp://fake:1", engine);
      return address -> (address.cluster() == null ? machines : clusters).connect(address);
    }
  }

  /** All in one place: Spring Boot reads the elements of a list from one source of settings. */
  @DynamicPropertySource
  static void hosts(DynamicPropertyRegistry properties) {
    properties.add("openhtc.hosts[0].name", () -> "docker");
    properties.add("openhtc.hosts[0].endpoint", () -> "tcp://fake:1");
    properties.add("openhtc.hosts[1].name", () -> "cluster");
    properties.add("openhtc.hosts[1].endpoint", MixedRegionIT::endpoint);
    properties.add("openhtc.hosts[1].reserve-memory", () -> 0);
    properties.add("openhtc.hosts[1].kubernetes.enforces-network-policy", () -> true);
  }

  private static String endpoint() {
    try {
      Path directory = Files.createDirectories(TestFork.path("mixed-region-test-files"));
      return CLUSTER.endpoint(directory).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @BeforeEach
  void readyHosts() {
    await()
        .atMost(Timeouts.STEP)
        .until(() ->
            hosts.find("docker").orElseThrow().isReady()
                && hosts.find("cluster").orElseThrow().isReady());
    await().atMost(Timeouts.STEP).until(() -> CLUSTER.pods().isEmpty());
  }

  @AfterAll
  static void stop() {
    CLUSTER.close();
  }

  @Test
  void jobLargerThanEachNodeRunsOnTheDockerHost() {
    String batch = task.submit(1, of(10));
    task.awaitStatus(batch, 0, "RUNNING");
    assertThat(task.job(batch, 0).path("instanceId").asString()).isEqualTo("docker");
  }

  @Test
  void jobLargerThanTheDockerHostAndEachNodeWaitsWithBothReasons() {
    String batch = task.submit(1, of(14));
    task.awaitReason(
        batch,
        0,
        "Waits for a suitable host: 1 host is too small for 14 vCPUs and 64 MiB;"
            + " 1 cluster has no node of 14 vCPUs and 64 MiB");
  }

  @Test
  void smallJobsRunOnBoth() {
    task.submit(40, definition("true"));
    task.awaitCounts(Map.of("SUCCEEDED", 40));
    await().atMost(Timeouts.STEP).until(() -> CLUSTER.pods().isEmpty());
    task.submit(20, definition("work"));
    task.awaitCounts(Map.of("SUCCEEDED", 40, "RUNNING", 20));
    assertThat(CLUSTER.pods()).isNotEmpty().hasSizeLessThan(20);
  }

  private static Map<String, Object> of(int vcpus) {
    Map<String, Object> definition = definition("work");
    definition.put("maxVCpus", vcpus);
    return definition;
  }
}

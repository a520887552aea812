package org.openhtc.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openhtc.execution.engine.DiskMechanism;
import org.openhtc.execution.engine.EngineFacts;
import org.openhtc.execution.engine.FakeContainerEngine;
import org.openhtc.execution.engine.FakeContainerEngines;
import org.openhtc.execution.engine.FakeProgram;
import org.openhtc.region.Architecture;
import org.openhtc.testing.ApiClient;
import org.openhtc.testing.CancelledTasks;
import org.openhtc.testing.DockerUser;
import org.openhtc.testing.DocumentedResponses;
import org.openhtc.testing.FreshHome;
import org.openhtc.testing.ServiceTest;
import org.openhtc.testing.SettableClock;
import org.openhtc.testing.TestImages;
import org.openhtc.testing.TestTask;
import org.openhtc.testing.Timeouts;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.test.context.ContextConfiguration;
import tools.jackson.databind.JsonNode;

/** Jobs whose image cannot be pulled, with a real registry and a fake engine. */
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {
      "openhtc.home=target/pulls-test",
      "openhtc.bootstrap-api-key=" + ServiceTest.ADMIN_KEY,
      "openhtc.hosts[0].name=fake",
      "openhtc.hosts[0].endpoint=tcp://fake:1",
      "openhtc.execution.poll-interval=50ms"
    })
@ContextConfiguration(initializers = FreshHome.class)
@ExtendWith({DocumentedResponses.class, CancelledTasks.class})
class PullsIT {
  @Autowired ApiClient api;
  @Autowired SettableClock clock;
  @Autowired FakeContainerEngine engine;
  @Autowired ObjectProvider<TestTask> tasks;
  private TestTask task;
  private String registry;
  private DockerUser docker;

  @TestConfiguration
  static class FakeHost {
    @Bean
    FakeContainerEngine engine(Clock clock) {
      EngineFacts facts =
          new EngineFacts("fake", "1", Architecture.X86, 64, 64_000, 500L, null, Duration.ZERO);
      return new FakeContainerEngine(clock)
          .describedBy(facts, DiskMechanism.WATCH)
          .otherwise(FakeProgram.exits(0));
    }

    @Bean
    @Primary
    FakeContainerEngines engines(FakeContainerEngine engine) {
      return new FakeContainerEngines().with("tcp://fake:1", engine);
    }
  }

  @BeforeEach
  void anImage() {
    DockerUser.needsRegistry();
    await().atMost(Timeouts.STEP).until(() -> !api.get("/htc/regions").body().isEmpty());
    task = tasks.getObject(); // its project may use the regions that are enabled now
    registry = task.project() + "/container-registry";
    assertThat(api.post(registry + "/repo/app", "").status()).isEqualTo(200);
    docker = DockerUser.of(api, task.projectId().toString());
    docker.push(TestImages.BUSYBOX, "app", "1");
  }

  @AfterEach
  void endOutage() throws IOException {
    engine.registryOutage(null);
    if (docker != null) {
      docker.close();
    }
  }

  @Test
  void deniedImageEndsTheJobWithTheMessageOfTheRegistry() {
    JsonNode job = awaitEnd(submit(1));
    assertThat(job.get("status").asString()).isEqualTo("FAILED");
    assertThat(job.get("failureCode").asString()).isEqualTo("ErrorStartingContainer");
    assertThat(job.get("statusReason").asString()).contains("manifest for", "not found");
  }

  @Test
  void jobsWaitForAnUnreachableRegistryAndShareOnePull() {
    engine.registryOutage("connection refused");
    submit(20);
    String reference = awaitPulls(2);
    assertThat(task.counts()).isEqualTo(Map.of("STARTING", 20));
    engine.offering(reference, Architecture.X86);
    int failed = engine.pulls(reference);
    engine.registryOutage(null);
    clock.advance(Duration.ofSeconds(10));
    task.awaitCounts(Map.of("SUCCEEDED", 20));
    assertThat(engine.pulls(reference)).isEqualTo(failed + 1);
  }

  @Test
  void unreachableRegistryEndsTheJobAtTheStartDeadline() {
    engine.registryOutage("connection refused");
    String batch = submit(1);
    awaitPulls(2); // so the failure of the first one is known
    clock.advance(Duration.ofMinutes(11));
    JsonNode job = awaitEnd(batch);
    assertThat(job.get("failureCode").asString()).isEqualTo("ErrorStartingContainer");
    assertThat(job.get("statusReason").asString()).contains("connection refused");
  }

  @Test
  void jobThatWaitsForItsImageCanBeCancelled() {
    engine.registryOutage("connection refused");
    String batch = submit(1);
    awaitPulls(1);
    task.cancel();
    assertThat(awaitEnd(batch).get("statusReason").asString()).contains("Cancelled");
  }

  private String submit(int size) {
    Map<String, Object> definition = TestTask.script("true");
    definition.put("imageName", "app:1");
    return task.submit(size, definition);
  }

  private JsonNode awaitEnd(String batch) {
    return task.awaitStatus(batch, 0, "FAILED");
  }

  /** Waits for so many attempts to pull the project's image, and returns the pulled reference. */
  private String awaitPulls(int count) {
    String own = docker.registry() + "app@";
    await()
        .atMost(Timeouts.STEP)
        .failFast("a job has failed", () -> task.counts().containsKey("FAILED"))
        .until(() -> engine.pullsMatching(own).values().stream().anyMatch(n -> n >= count));
    return List.copyOf(engine.pullsMatching(own).keySet()).getFirst();
  }
}

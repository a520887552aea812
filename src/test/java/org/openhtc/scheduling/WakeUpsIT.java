package org.openhtc.scheduling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.openhtc.testing.TestTask.definition;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openhtc.execution.engine.FakeContainerEngine;
import org.openhtc.execution.engine.FakeContainerEngines;
import org.openhtc.execution.engine.FakeProgram;
import org.openhtc.host.HostHealth;
import org.openhtc.host.Hosts;
import org.openhtc.region.Architecture;
import org.openhtc.testing.ApiClient;
import org.openhtc.testing.ApiResponse;
import org.openhtc.testing.CancelledTasks;
import org.openhtc.testing.DocumentedResponses;
import org.openhtc.testing.FreshHome;
import org.openhtc.testing.ServiceTest;
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

/** Events wake the scheduler: here it polls once an hour, so a job that starts was not polled. */
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {
      "openhtc.home=target/wake-ups-test",
      "openhtc.bootstrap-api-key=" + ServiceTest.ADMIN_KEY,
      "openhtc.hosts[0].name=fake",
      "openhtc.hosts[0].endpoint=tcp://fake:1",
      "openhtc.scheduling.poll-interval=1h",
      "openhtc.execution.host-images=true"
    })
@ContextConfiguration(initializers = FreshHome.class)
@ExtendWith({DocumentedResponses.class, CancelledTasks.class})
class WakeUpsIT {
  private static final String WORKSPACE_LIMIT = "/admin/workspaces/%s/limit";

  @Autowired Hosts hosts;
  @Autowired FakeContainerEngine engine;
  @Autowired ApiClient api;
  @Autowired ObjectProvider<TestTask> tasks;
  private TestTask task;
  private String limits;

  @TestConfiguration
  static class FakeHost {
    @Bean
    FakeContainerEngine engine(Clock clock) {
      return new FakeContainerEngine(clock)
          .holding(TestImages.BUSYBOX, Architecture.X86)
          .program(List.of("true"), FakeProgram.exits(0));
    }

    @Bean
    @Primary
    FakeContainerEngines engines(FakeContainerEngine engine) {
      return new FakeContainerEngines().with("tcp://fake:1", engine);
    }
  }

  @BeforeEach
  void taskAndReadyHost() {
    engine.reachable(true);
    assertThat(api.post("/admin/hosts/fake/resume", "").status()).isEqualTo(200);
    awaitHealth(HostHealth.READY);
    task = tasks.getObject(); // its project may use the regions that are enabled now
    limits = task.project() + "/limits";
  }

  @AfterEach
  void removeLimits() {
    api.delete(workspaceLimit());
  }

  @Test
  void aSubmissionWakesTheScheduler() {
    task.submit(1, definition("true"));
    task.awaitCounts(Map.of("SUCCEEDED", 1));
  }

  @Test
  void hostThatBecomesReadyWakesTheScheduler() {
    engine.reachable(false);
    awaitHealth(HostHealth.UNREACHABLE);
    String batch = task.submit(1, definition("true"));
    task.awaitReason(batch, 0, "Waits for a host: none of the region's 1 is ready");
    engine.reachable(true);
    task.awaitCounts(Map.of("SUCCEEDED", 1));
  }

  @Test
  void resumedHostWakesTheScheduler() {
    assertThat(api.post("/admin/hosts/fake/drain", "").status()).isEqualTo(200);
    String batch = task.submit(1, definition("true"));
    task.awaitReason(
        batch,
        0,
        "Waits for a host: none of the region's 1 is ready, 1 drained or quarantined by an"
            + " administrator");
    assertThat(api.post("/admin/hosts/fake/resume", "").status()).isEqualTo(200);
    task.awaitCounts(Map.of("SUCCEEDED", 1));
  }

  @Test
  void aChangedProjectLimitWakesTheScheduler() {
    String id = setProjectLimit(0);
    awaitHeld("project");
    assertThat(api.patch(limits + "/" + id, "{\"vCPUs\":1}").status()).isEqualTo(200);
    task.awaitCounts(Map.of("SUCCEEDED", 1));
  }

  @Test
  void aReplacedProjectLimitWakesTheScheduler() {
    setProjectLimit(0);
    awaitHeld("project");
    setProjectLimit(1);
    task.awaitCounts(Map.of("SUCCEEDED", 1));
  }

  @Test
  void aRemovedProjectLimitWakesTheScheduler() {
    String id = setProjectLimit(0);
    awaitHeld("project");
    assertThat(api.delete(limits + "/" + id).status()).isEqualTo(204);
    task.awaitCounts(Map.of("SUCCEEDED", 1));
  }

  @Test
  void removedProjectLimitsWakeTheScheduler() {
    setProjectLimit(0);
    awaitHeld("project");
    assertThat(api.delete(limits).status()).isEqualTo(204);
    task.awaitCounts(Map.of("SUCCEEDED", 1));
  }

  @Test
  void aChangedWorkspaceLimitWakesTheScheduler() {
    setWorkspaceLimit(0);
    awaitHeld("workspace");
    setWorkspaceLimit(1);
    task.awaitCounts(Map.of("SUCCEEDED", 1));
  }

  @Test
  void aRemovedWorkspaceLimitWakesTheScheduler() {
    setWorkspaceLimit(0);
    awaitHeld("workspace");
    assertThat(api.delete(workspaceLimit()).status()).isEqualTo(204);
    task.awaitCounts(Map.of("SUCCEEDED", 1));
  }

  private void awaitHealth(HostHealth health) {
    await().atMost(Timeouts.STEP).until(() -> hosts.all().getFirst().health() == health);
  }

  /** Submits a job that the limit of no vCPU holds, and waits until the scheduler has seen it. */
  private void awaitHeld(String owner) {
    String batch = task.submit(1, definition("true"));
    task.awaitReason(batch, 0, "Held by the %s's limit of 0 vCPUs".formatted(owner));
  }

  private String setProjectLimit(int vcpus) {
    ApiResponse response =
        api.post(limits, "{\"modifierRole\":\"PROJECT_ADMIN\",\"vCPUs\":%d}".formatted(vcpus));
    assertThat(response.status()).as(response.sentence()).isEqualTo(201);
    return response.body().get("id").asString();
  }

  private void setWorkspaceLimit(int vcpus) {
    ApiResponse response = api.put(workspaceLimit(), "{\"vCPUs\":%d}".formatted(vcpus));
    assertThat(response.status()).as(response.sentence()).isEqualTo(200);
  }

  private String workspaceLimit() {
    return WORKSPACE_LIMIT.formatted(api.get(task.path).text("workspaceId"));
  }
}

package org.openhtc.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.openhtc.testing.TestTask.script;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openhtc.testing.ApiClient;
import org.openhtc.testing.ApiResponse;
import org.openhtc.testing.Scenario;
import org.openhtc.testing.TestEngine;
import org.openhtc.testing.TestTask;
import org.openhtc.testing.Timeouts;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;

/** How dimensions affect the jobs of a project, with a second host in its own region. */
@Scenario
class DimensionedProjectIT {
  private static final String FIRST = "AWS_US_WEST_2";
  private static final String SECOND = "RC_ICELAND_1";

  /** Before the others in order, and without a host. */
  private static final String EMPTY = "AWS_EU_WEST_1";

  @Autowired ApiClient admin;
  @Autowired ObjectProvider<TestTask> tasks;
  private TestTask task;
  private String host;

  @BeforeEach
  void twoHosts() {
    host = "h-" + UUID.randomUUID();
    String body = "{\"name\":\"%s\",\"region\":\"%s\",\"endpoint\":\"%s\"}";
    assertThat(
            admin.post("/admin/hosts", body.formatted(host, SECOND, TestEngine.ADDRESS)).status())
        .isEqualTo(201);
    awaitReady("/admin/hosts/local");
    awaitReady("/admin/hosts/" + host);
    admin.put("/admin/regions/" + EMPTY, "{\"enabled\":true}");
    task = tasks.getObject(); // its project may use the regions that are enabled now
  }

  /** The task is null if a host did not become ready. */
  @AfterEach
  void oneHost() {
    if (task != null) {
      task.cancel();
    }
    String path = "/admin/hosts/" + host;
    await()
        .atMost(Timeouts.STEP)
        .until(() -> List.of(204, 404).contains(admin.delete(path).status()));
    admin.put("/admin/regions/" + SECOND, "{\"enabled\":false}");
  }

  @Test
  void jobsWaitWhileDimensionsExcludeEveryHostOfTheirRegionAndRunWhenLifted() {
    restrict("[{\"region\":\"%s\"}]".formatted(SECOND));
    String batch = submit(FIRST);
    awaitReason(batch, "Waits for a host: the project's dimensions allow none of the region's 1");
    assertThat(task.job(batch, 0).path("status").asString()).isEqualTo("RUNNABLE");
    TestTask unrestricted = TestTask.in(admin);
    unrestricted.awaitStatus(unrestricted.submit(1, script("true")), 0, "SUCCEEDED");
    assertThat(task.job(batch, 0).path("status").asString()).isEqualTo("RUNNABLE");
    restrict("[]");
    assertThat(task.awaitStatus(batch, 0, "SUCCEEDED").path("instanceId").asString())
        .isEqualTo("local");
  }

  @Test
  void jobOfSeveralRegionsRunsInTheOneThatDimensionsAllow() {
    restrict("[{\"region\":\"%s\"}]".formatted(SECOND));
    String batch = submit(FIRST, SECOND);
    assertThat(task.awaitStatus(batch, 0, "SUCCEEDED").path("instanceId").asString())
        .isEqualTo(host);
  }

  @Test
  void reasonOfSeveralRegionsIsThatOfTheOneWithReadyHosts() {
    assertThat(admin.post("/admin/hosts/" + host + "/drain", "").status()).isEqualTo(200);
    Map<String, Object> arm = new HashMap<>(script("true"));
    arm.put("architecture", "AARCH64");
    awaitReason(
        submit(arm, EMPTY, SECOND),
        "Waits for a host: none of the region's 1 is ready, 1 drained or quarantined by an"
            + " administrator");
    String lacks = "Waits for a suitable host: 1 host is not AARCH64";
    awaitReason(submit(arm, EMPTY, SECOND, FIRST), lacks);
    awaitReason(submit(arm, FIRST, SECOND, EMPTY), lacks);
    awaitReason(submit(arm, EMPTY, FIRST), lacks);
  }

  @Test
  void priorityThatDimensionsExcludeWaits() {
    restrict("[{\"priority\":\"ON_DEMAND_ECONOMY\"}]");
    String batch = submit(FIRST);
    awaitReason(batch, "Waits for a host: the project's dimensions allow none of the region's 1");
    Map<String, Object> definition = new HashMap<>(script("true"));
    definition.put("priority", "ON_DEMAND_ECONOMY");
    task.awaitStatus(submit(definition, FIRST), 0, "SUCCEEDED");
    assertThat(task.job(batch, 0).path("status").asString()).isEqualTo("RUNNABLE");
  }

  @Test
  void jobsHaveTheReasonWhenTheLastHostIsDrainedOrRemoved() {
    String path = "/admin/hosts/" + host;
    assertThat(admin.post(path + "/drain", "").status()).isEqualTo(200);
    String batch = submit(SECOND);
    awaitReason(
        batch,
        "Waits for a host: none of the region's 1 is ready, 1 drained or quarantined by an"
            + " administrator");
    assertThat(admin.delete(path).status()).isEqualTo(204);
    awaitReason(batch, "Waits for a host: the region has none");
    assertThat(admin.get("/htc/regions/" + SECOND).body().path("supportedArchitectures")).isEmpty();
  }

  private void awaitReady(String path) {
    await()
        .atMost(Timeouts.STEP)
        .until(() -> admin.get(path).body().path("takesJobs").asBoolean(false));
  }

  private void awaitReason(String batch, String reason) {
    task.awaitReason(batch, 0, reason);
  }

  private void restrict(String dimensions) {
    String path = task.project() + "/dimensions";
    ApiResponse set = admin.put(path, dimensions);
    assertThat(set.status()).as(set.sentence()).isEqualTo(201);
  }

  private String submit(String... regions) {
    return submit(script("true"), regions);
  }

  private String submit(Map<String, Object> definition, String... regions) {
    ApiResponse submitted =
        task.post(
            "",
            List.of(
                Map.of(
                    "batchSize", 1, "regions", List.of(regions), "htcJobDefinition", definition)));
    assertThat(submitted.status()).as(submitted.sentence()).isEqualTo(200);
    return submitted.body().path(0).path("parentJobId").asString();
  }
}

package org.openhtc.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.openhtc.testing.TestTask.script;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openhtc.testing.ApiClient;
import org.openhtc.testing.ApiResponse;
import org.openhtc.testing.ExtraEngine;
import org.openhtc.testing.ServiceTest;
import org.openhtc.testing.SettableClock;
import org.openhtc.testing.TestImages;
import org.openhtc.testing.TestTask;
import org.openhtc.testing.Timeouts;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** Several engines on one machine, each in its own network namespace, as several hosts. */
@ServiceTest
class SeveralHostsIT {
  /** Each host has four vCPUs per processor, so these jobs need both. */
  private static final int JOBS = 6 * Runtime.getRuntime().availableProcessors();

  @Autowired SettableClock clock;

  private final List<String> hosts = new ArrayList<>();
  @Autowired ApiClient admin;
  @Autowired TestTask task;

  @BeforeEach
  void onlyTheHostsOfTheTestTakeJobs() {
    assertThat(admin.post("/admin/hosts/local/drain", "").status()).isEqualTo(200);
  }

  @AfterEach
  void removeTheHosts() {
    task.cancel();
    for (String host : hosts) {
      await()
          .atMost(Timeouts.STEP)
          .until(() -> admin.delete("/admin/hosts/" + host).status() == 204);
    }
    assertThat(admin.post("/admin/hosts/local/resume", "").status()).isEqualTo(200);
  }

  @Test
  void batchRunsOnBothHostsAndMovesFromTheOneThatStops() throws Exception {
    try (ExtraEngine first = ExtraEngine.plain();
        ExtraEngine second = ExtraEngine.plain()) {
      String kept = host(first);
      String stopped = host(second);
      // Long enough to run on both hosts at once, and until the engine has ended.
      String batch = task.submit(JOBS, script("test $AWS_BATCH_JOB_ATTEMPT != 1 || sleep 20"));
      await()
          .atMost(Timeouts.STEP)
          .failFast("a job has ended", () -> task.counts().containsKey("SUCCEEDED"))
          .until(() -> runningOn(task).size() == 2);
      second.stop();
      awaitHealth(stopped, "UNREACHABLE");
      clock.advance(Duration.ofMinutes(1));
      task.awaitCounts(Map.of("SUCCEEDED", JOBS));
      assertThat(task.events(batch, movedJob(task)))
          .anyMatch(event -> event.get("statusReason").asString().contains(stopped))
          .anyMatch(event -> event.get("statusReason").asString().contains(kept));
    }
  }

  @Test
  void quotaStopsTheWriteThatExceedsTheDiskLimit() throws Exception {
    try (ExtraEngine engine = ExtraEngine.withQuota()) {
      host(engine);
      Map<String, Object> definition =
          new HashMap<>(
              script("dd if=/dev/zero of=/big bs=1M count=1500; code=$?; du -a /big; exit $code"));
      definition.put("maxDiskGiB", 1);
      String batch = task.submit(1, definition);
      JsonNode job = task.awaitStatus(batch, 0, "FAILED");
      assertThat(job.get("statusReason").asString())
          .as("log of the job: %s", task.log(batch, 0))
          .startsWith("Disk limit exceeded");
      definition.put("commands", List.of("dd", "if=/dev/zero", "of=/b", "bs=1M", "count=900"));
      task.awaitStatus(task.submit(1, definition), 0, "SUCCEEDED");
    }
  }

  /** Registers the engine and returns the name of the host. */
  private String host(ExtraEngine engine) {
    TestImages.busybox(engine.endpoint());
    String name = "h-" + UUID.randomUUID();
    String body =
        """
        {"name":"%s","region":"AWS_US_WEST_2","endpoint":"%s","vcpuOvercommit":4}
        """;
    ApiResponse response = admin.post("/admin/hosts", body.formatted(name, engine.endpoint()));
    assertThat(response.status()).as(response.sentence()).isEqualTo(201);
    hosts.add(name);
    awaitHealth(name, "READY");
    return name;
  }

  private void awaitHealth(String host, String health) {
    await()
        .atMost(Timeouts.STEP)
        .until(() -> admin.get("/admin/hosts/" + host).text("health").equals(health));
  }

  private static Map<String, Integer> runningOn(TestTask task) {
    Map<String, Integer> hosts = new HashMap<>();
    for (JsonNode job : task.api.all(task.path + "/jobs?status=RUNNING")) {
      hosts.merge(job.get("instanceId").asString(), 1, Integer::sum);
    }
    return hosts;
  }

  /** The index of a job that ran more than once. */
  private static int movedJob(TestTask task) {
    return task.api.all(task.path + "/jobs").stream()
        .filter(job -> !job.get("providerJobId").asString().endsWith("#1"))
        .map(job -> job.get("jobUUID").asString().split(":")[1])
        .mapToInt(Integer::parseInt)
        .findFirst()
        .orElseThrow();
  }
}

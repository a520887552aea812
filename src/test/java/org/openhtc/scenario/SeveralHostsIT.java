package org.openhtc.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.openhtc.testing.TestTask.script;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.openhtc.testing.ExtraEngine;
import org.openhtc.testing.ServiceProcess;
import org.openhtc.testing.TestImages;
import org.openhtc.testing.TestTask;
import tools.jackson.databind.JsonNode;

/** Several engines on one machine, each in a network namespace of its own, as several hosts. */
class SeveralHostsIT {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @Test
  void batchSpreadsOverBothHostsAndMovesAwayFromOneThatStops() throws Exception {
    try (ExtraEngine first = ExtraEngine.plain();
        ExtraEngine second = ExtraEngine.plain();
        ServiceProcess service =
            ServiceProcess.start(
                "openhtc.hosts[0].name=first",
                "openhtc.hosts[0].endpoint=" + first.endpoint(),
                "openhtc.hosts[1].name=second",
                "openhtc.hosts[1].endpoint=" + second.endpoint(),
                "openhtc.execution.host-lost-after=3s")) {
      TestImages.busybox(first.endpoint());
      TestImages.busybox(second.endpoint());
      TestTask task = TestTask.in(service.api());
      String batch = task.submit(24, script("sleep 3"));
      await().atMost(PATIENCE).until(() -> runningOn(task).size() == 2);
      second.stop();
      task.awaitCounts(Map.of("SUCCEEDED", 24), PATIENCE);
      assertThat(task.events(batch, lostJob(task)))
          .anyMatch(event -> event.get("statusReason").asString().contains("second"))
          .anyMatch(event -> event.get("statusReason").asString().contains("first"));
    }
  }

  @Test
  void jobsOfARestartedEngineRunAgainWithoutUsingUpARetry() throws Exception {
    try (ExtraEngine engine = ExtraEngine.plain();
        ServiceProcess service =
            ServiceProcess.start(
                "openhtc.hosts[0].name=only",
                "openhtc.hosts[0].endpoint=" + engine.endpoint(),
                "openhtc.execution.host-lost-after=2m")) {
      TestImages.busybox(engine.endpoint());
      TestTask task = TestTask.in(service.api());
      String batch = task.submit(1, script("test $AWS_BATCH_JOB_ATTEMPT = 2 || sleep 300"));
      task.awaitStatus(batch, 0, "RUNNING");
      engine.stop();
      engine.restart();
      await()
          .atMost(PATIENCE)
          .until(() -> "SUCCEEDED".equals(task.job(batch, 0).get("status").asString()));
      assertThat(task.events(batch, 0))
          .anyMatch(event -> event.get("statusReason").asString().contains("engine"));
    }
  }

  @Test
  void waitingJobsSayThatNoHostAnswers() throws Exception {
    try (ServiceProcess service =
        ServiceProcess.start(
            "openhtc.hosts[0].name=nowhere",
            "openhtc.hosts[0].endpoint=unix:///tmp/openhtc-no-engine.sock")) {
      TestTask task = TestTask.in(service.api());
      String batch = task.submit(2, script("true"));
      await()
          .atMost(PATIENCE)
          .until(() ->
              task.job(batch, 1)
                  .get("statusReason")
                  .asString()
                  .equals("Waits for a host: none of the region's 1 is ready"));
    }
  }

  @Test
  void quotaStopsTheWriteThatGoesOverTheDiskLimit() throws Exception {
    try (ExtraEngine engine = ExtraEngine.withQuota();
        ServiceProcess service =
            ServiceProcess.start(
                "openhtc.hosts[0].name=quota", "openhtc.hosts[0].endpoint=" + engine.endpoint())) {
      TestImages.busybox(engine.endpoint());
      TestTask task = TestTask.in(service.api());
      Map<String, Object> definition =
          new HashMap<>(script("dd if=/dev/zero of=/big bs=1M count=1500"));
      definition.put("maxDiskGiB", 1);
      JsonNode job = task.awaitStatus(task.submit(1, definition), 0, "FAILED");
      assertThat(job.get("statusReason").asString()).startsWith("Disk limit exceeded");
      definition.put(
          "commands", java.util.List.of("dd", "if=/dev/zero", "of=/b", "bs=1M", "count=900"));
      task.awaitStatus(task.submit(1, definition), 0, "SUCCEEDED");
    }
  }

  private static Map<String, Integer> runningOn(TestTask task) throws IOException {
    Map<String, Integer> hosts = new HashMap<>();
    for (JsonNode job : task.api.all(task.path + "/jobs?status=RUNNING")) {
      hosts.merge(job.get("instanceId").asString(), 1, Integer::sum);
    }
    return hosts;
  }

  /** A job that had to move. */
  private static int lostJob(TestTask task) {
    return task.api.all(task.path + "/jobs").stream()
        .filter(job -> !job.get("providerJobId").asString().endsWith("#1"))
        .map(job -> job.get("jobUUID").asString().split(":")[1])
        .mapToInt(Integer::parseInt)
        .findFirst()
        .orElseThrow();
  }
}

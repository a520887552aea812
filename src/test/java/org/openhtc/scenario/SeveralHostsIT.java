package org.openhtc.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.openhtc.testing.TestTask.script;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Frame;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openhtc.execution.ContainerLabels;
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

  /** The first attempts run on both hosts at once, and until one engine has ended. */
  private static final String FIRST_ATTEMPT_WAITS =
      "test $AWS_BATCH_JOB_ATTEMPT != 1 || while ! test -e /go; do sleep 0.5; done";

  @Autowired SettableClock clock;

  private final List<String> hosts = new ArrayList<>();
  @Autowired ApiClient admin;
  @Autowired TestTask task;

  @BeforeEach
  void onlyTheHostsOfTheTestTakeJobs() {
    assertThat(admin.post("/admin/hosts/local/drain", "").status()).isEqualTo(200);
  }

  /** Tests of other classes need the drained host, also after a failure of this one. */
  @AfterEach
  void removeTheHosts() {
    try {
      task.cancel();
      for (String host : hosts) {
        await()
            .atMost(Timeouts.STEP)
            .until(() -> admin.delete("/admin/hosts/" + host).status() == 204);
      }
    } finally {
      assertThat(admin.post("/admin/hosts/local/resume", "").status()).isEqualTo(200);
    }
  }

  @Test
  void batchRunsOnBothHostsAndMovesFromTheOneThatStops() throws Exception {
    try (ExtraEngine first = ExtraEngine.plain();
        ExtraEngine second = ExtraEngine.plain()) {
      String kept = host(first);
      String stopped = host(second);
      String batch = task.submit(JOBS, script(FIRST_ATTEMPT_WAITS));
      await()
          .atMost(Timeouts.STEP)
          .failFast("a job has ended", () -> task.counts().containsKey("SUCCEEDED"))
          .until(() -> runningOn(task).size() == 2);
      second.stop();
      awaitHealth(stopped, "UNREACHABLE");
      clock.advance(Duration.ofMinutes(1));
      endFirstAttempts(first);
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

  /** Ends each first attempt on the engine, also those that start meanwhile, until none is left. */
  private void endFirstAttempts(ExtraEngine engine) throws IOException {
    Set<String> ended = new HashSet<>();
    try (DockerClient client = TestImages.client(engine.endpoint())) {
      await()
          .atMost(Timeouts.MANY_JOBS)
          .failFast("a job has failed", () -> task.counts().containsKey("FAILED"))
          .until(() -> {
            for (Container container : firstAttempts(client)) {
              if (ended.add(container.getId())) {
                touch(client, container.getId());
              }
            }
            return task.counts().keySet().equals(Set.of("SUCCEEDED"));
          });
    }
  }

  /** The running containers. */
  private static List<Container> firstAttempts(DockerClient client) {
    return client.listContainersCmd().withLabelFilter(Map.of(ContainerLabels.ATTEMPT, "1")).exec();
  }

  private static void touch(DockerClient client, String container) throws InterruptedException {
    String exec = client.execCreateCmd(container).withCmd("touch", "/go").exec().getId();
    client.execStartCmd(exec).exec(new ResultCallback.Adapter<Frame>()).awaitCompletion();
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

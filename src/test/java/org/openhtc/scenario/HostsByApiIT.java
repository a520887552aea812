package org.openhtc.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.openhtc.testing.TestTask.script;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Frame;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.openhtc.execution.ContainerLabels;
import org.openhtc.testing.ApiClient;
import org.openhtc.testing.ApiResponse;
import org.openhtc.testing.ExtraEngine;
import org.openhtc.testing.ServiceProcess;
import org.openhtc.testing.TestImages;
import org.openhtc.testing.TestTask;
import org.openhtc.testing.Timeouts;

/** A host that is registered through the API, beside an unreachable one from the settings. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostsByApiIT {
  private static final String PATH = "/admin/hosts/second";

  @AutoClose private ServiceProcess service;

  @BeforeAll
  void startServiceWithAnUnreachableHost() throws IOException {
    service =
        ServiceProcess.start(
            "openhtc.hosts[0].name=nowhere",
            "openhtc.hosts[0].endpoint=unix:///tmp/openhtc-no-engine.sock",
            "openhtc.execution.host-lost-after=10m"); // longer than a restart of an engine takes
  }

  @Test
  void hostIsRegisteredRunsJobsIsDrainedSurvivesARestartAndIsRemoved() throws Exception {
    try (ExtraEngine engine = ExtraEngine.plain()) {
      TestImages.busybox(engine.endpoint());
      ApiClient admin = service.api();
      register(admin, engine);
      awaitReady(admin);

      TestTask task = TestTask.in(admin);
      String first = task.submit(1, script("while ! test -e /go; do sleep 0.2; done"));
      assertThat(task.awaitStatus(first, 0, "RUNNING").path("instanceId").asString())
          .isEqualTo("second");

      assertThat(admin.post(PATH + "/drain", "").status()).isEqualTo(200);
      String later = task.submit(1, script("true"));
      ApiResponse refused = admin.delete(PATH);
      assertThat(refused.status()).isEqualTo(409);
      assertThat(refused.sentence()).contains("1 live jobs");

      service.killHard();
      service.restart();
      admin = service.api();
      assertThat(admin.get(PATH).text("source")).isEqualTo("API");
      assertThat(admin.get(PATH).text("duty")).isEqualTo("DRAINED");
      touch(engine, "/go");
      task.awaitStatus(first, 0, "SUCCEEDED");
      assertThat(task.job(later, 0).path("status").asString()).isEqualTo("RUNNABLE");

      assertThat(admin.post(PATH + "/resume", "").status()).isEqualTo(200);
      assertThat(task.awaitStatus(later, 0, "SUCCEEDED").path("instanceId").asString())
          .isEqualTo("second");
      ApiClient now = admin;
      await().atMost(Timeouts.STEP).until(() -> now.delete(PATH).status() == 204);
      assertThat(admin.get(PATH).status()).isEqualTo(404);
      String last = task.submit(1, script("true"));
      task.awaitReason(last, 0, "Waits for a host: none of the region's 1 is ready");
      task.cancel();
    }
  }

  @Test
  void jobsOfARestartedEngineRunAgainWithoutUsingARetry() throws Exception {
    ApiClient admin = service.api();
    try (ExtraEngine engine = ExtraEngine.plain()) {
      TestImages.busybox(engine.endpoint());
      register(admin, engine);
      awaitReady(admin);
      TestTask task = TestTask.in(admin);
      String batch = task.submit(1, script("test $AWS_BATCH_JOB_ATTEMPT = 2 || sleep 300"));
      task.awaitStatus(batch, 0, "RUNNING");
      engine.stop();
      engine.restart();
      task.awaitStatus(batch, 0, "SUCCEEDED");
      assertThat(task.events(batch, 0))
          .anyMatch(event -> event.get("statusReason").asString().contains("engine"));
      await().atMost(Timeouts.STEP).until(() -> admin.delete(PATH).status() == 204);
    }
  }

  private static void register(ApiClient admin, ExtraEngine engine) {
    ApiResponse registered =
        admin.post(
            "/admin/hosts",
            "{\"name\":\"second\",\"region\":\"AWS_US_WEST_2\",\"endpoint\":\"%s\"}"
                .formatted(engine.endpoint()));
    assertThat(registered.status()).as(registered.sentence()).isEqualTo(201);
  }

  /** Creates a file in the container of the only running job of the engine. */
  private static void touch(ExtraEngine engine, String file) throws Exception {
    try (DockerClient client = TestImages.client(engine.endpoint())) {
      String container =
          client
              .listContainersCmd()
              .withLabelFilter(List.of(ContainerLabels.JOB))
              .exec()
              .getFirst()
              .getId();
      String exec = client.execCreateCmd(container).withCmd("touch", file).exec().getId();
      client.execStartCmd(exec).exec(new ResultCallback.Adapter<Frame>()).awaitCompletion();
    }
  }

  private static void awaitReady(ApiClient admin) {
    await()
        .atMost(Timeouts.STEP)
        .until(() -> admin.get(PATH).body().path("takesJobs").asBoolean(false));
  }
}

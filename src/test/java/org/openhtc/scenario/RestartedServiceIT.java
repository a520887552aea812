package org.openhtc.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.openhtc.testing.TestTask.script;

import com.github.dockerjava.api.DockerClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.openhtc.execution.ContainerLabels;
import org.openhtc.testing.EventStreamReader;
import org.openhtc.testing.RunCounter;
import org.openhtc.testing.ServiceProcess;
import org.openhtc.testing.StorageScript;
import org.openhtc.testing.TestEngine;
import org.openhtc.testing.TestImages;
import org.openhtc.testing.TestTask;
import org.openhtc.testing.Timeouts;

/**
 * The service, with its store and its registry, is killed or stopped while jobs run, and started
 * again. All tests restart the same service, because a first start takes longest.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RestartedServiceIT {
  /** A host of two processors runs eight of them at once. */
  private static final int JOBS = 60;

  /** Accepted, admitted, runnable, starting, running, ended. */
  private static final int EVENTS_OF_A_JOB = 6;

  /** Like every S3 client, the job repeats its request while the store is unreachable. */
  private static final String COUNT_AND_WRITE_OUTPUT =
      """
      %s || exit 1
      API=$RESCALE_HTC_API_URL
      out() { put "$(url $task out/$AWS_BATCH_JOB_ARRAY_INDEX)" "output of $AWS_BATCH_JOB_ARRAY_INDEX"; }
      until out | grep -q '^ *HTTP/1.1 200'; do sleep 1; done
      echo "wrote $AWS_BATCH_JOB_ARRAY_INDEX"
      """;

  @AutoClose private ServiceProcess service;

  @BeforeAll
  void startService() throws IOException {
    TestImages.busybox(TestEngine.ENDPOINT);
    service =
        ServiceProcess.start(
            "openhtc.hosts[0].name=restarted",
            "openhtc.hosts[0].endpoint=" + TestEngine.ENDPOINT,
            "openhtc.hosts[0].vcpu-overcommit=4",
            // Jobs send requests to the counter, a server of this test beside the service.
            "openhtc.execution.network=bridge");
  }

  @Test
  void threeKillsLoseNoJobNoOutputAndNoLogAndRunNoJobTwice() throws Exception {
    try (RunCounter counter = new RunCounter()) {
      TestTask task = TestTask.in(service.api());
      Map<String, Object> definition =
          script(StorageScript.TOOLS + COUNT_AND_WRITE_OUTPUT.formatted(counter.command()));
      String batch = task.submitOnce("once", JOBS, definition);
      awaitRuns(task, counter, JOBS / 10);
      service.killRegistry();
      for (int kill = 1; kill <= 3; kill++) {
        awaitRuns(task, counter, kill * JOBS / 5);
        service.killHard();
        service.restart();
        assertThat(task.submitOnce("once", JOBS, definition)).isEqualTo(batch);
      }
      task.awaitCounts(Map.of("SUCCEEDED", JOBS), Timeouts.MANY_JOBS);
      assertThat(counter.runs()).hasSize(JOBS);
      assertThat(counter.runs().values()).containsOnly(1);
      assertCountsMatchJobs(task);
      try (HttpClient http = HttpClient.newHttpClient()) {
        for (int index = 0; index < JOBS; index++) {
          assertThat(output(http, task, index)).isEqualTo("output of " + index);
          assertThat(task.log(batch, index)).endsWith("wrote " + index);
        }
      }
    }
  }

  private static void awaitRuns(TestTask task, RunCounter counter, int jobs) {
    await()
        .atMost(Timeouts.MANY_JOBS)
        .failFast("a job has failed", () -> task.counts().containsKey("FAILED"))
        .until(() -> counter.runs().size() >= jobs);
  }

  /** The summary must agree with the statuses of all single jobs. */
  private static void assertCountsMatchJobs(TestTask task) {
    List<String> statuses =
        task.api.all(task.path + "/jobs?viewType=SIMPLE").stream()
            .map(job -> job.get("status").asString())
            .toList();
    assertThat(statuses).hasSize(JOBS).containsOnly("SUCCEEDED");
    assertThat(task.counts()).isEqualTo(Map.of("SUCCEEDED", JOBS));
  }

  private static String output(HttpClient http, TestTask task, int index) throws Exception {
    String query = "/storage/presigned-url?method=GET&filePath=out/" + index;
    URI url = URI.create(task.api.get(task.path + query).text("url"));
    return http.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString()).body();
  }

  @AfterEach
  void awaitNoContainers() throws IOException {
    try (DockerClient docker = TestImages.client(TestEngine.ENDPOINT)) {
      await()
          .atMost(Timeouts.STEP)
          .until(() ->
              docker
                  .listContainersCmd()
                  .withShowAll(true)
                  .withLabelFilter(Map.of(ContainerLabels.HOST, "restarted"))
                  .exec()
                  .stream()
                  .noneMatch(c -> c.getLabels().containsKey(ContainerLabels.JOB)));
    }
  }

  @Test
  void jobWhoseContainerWasRemovedMeanwhileRunsAgain() throws Exception {
    try (DockerClient docker = TestImages.client(TestEngine.ENDPOINT)) {
      TestTask task = TestTask.in(service.api());
      String batch = task.submit(1, script("test $AWS_BATCH_JOB_ATTEMPT = 2 || sleep 300"));
      task.awaitStatus(batch, 0, "RUNNING");
      service.killHard();
      docker
          .listContainersCmd()
          .withLabelFilter(Map.of(ContainerLabels.JOB, batch + ":0"))
          .exec()
          .forEach(c -> docker.removeContainerCmd(c.getId()).withForce(true).exec());
      service.restart();
      task.awaitStatus(batch, 0, "SUCCEEDED");
      assertThat(task.events(batch, 0))
          .anyMatch(event -> event.get("statusReason").asString().contains("removed"));
    }
  }

  @Test
  void openStreamDoesNotDelayTheStopAndResumesAfterTheStart() throws Exception {
    TestTask task = TestTask.in(service.api());
    String last;
    try (EventStreamReader stream = task.api.events(task.path + "/jobs/stream")) {
      stream.awaitEvents("summary", 1);
      task.submit(1, script("true"));
      stream.awaitEvents("job", EVENTS_OF_A_JOB);
      service.stop();
      stream.awaitEnd();
      assertThat(service.logFile()).contains("Graceful shutdown complete");
      last = stream.lastId();
    }
    service.restart();
    String batch = task.submit(1, script("true"));
    task.awaitCounts(Map.of("SUCCEEDED", 2));
    try (EventStreamReader stream =
        task.api.events(task.path + "/jobs/stream", "Last-Event-ID", last)) {
      stream.awaitEvents("job", EVENTS_OF_A_JOB);
      assertThat(stream.events("job"))
          .extracting(EventStreamReader.Event::data)
          .isEqualTo(task.events(batch, 0));
    }
  }
}

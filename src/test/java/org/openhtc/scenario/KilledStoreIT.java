package org.openhtc.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.openhtc.testing.TestTask.script;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.openhtc.testing.ServiceProcess;
import org.openhtc.testing.StorageScript;
import org.openhtc.testing.TestEngine;
import org.openhtc.testing.TestImages;
import org.openhtc.testing.TestTask;

/** Service, store and registry are killed while jobs write their outputs. */
class KilledStoreIT {
  private static final int JOBS = 100;

  /** Like every S3 client, the job tries again while the store is unreachable. */
  private static final String WRITE_OUTPUT =
      """
      API=$RESCALE_HTC_API_URL
      out() { put "$(url $task out/$AWS_BATCH_JOB_ARRAY_INDEX)" "output of $AWS_BATCH_JOB_ARRAY_INDEX"; }
      until out | grep -q '200 OK'; do sleep 1; done
      echo "wrote $AWS_BATCH_JOB_ARRAY_INDEX"
      """;

  @Test
  void outputsAndLogsAreAllThereAfterEverythingWasKilledOnce() throws Exception {
    TestImages.busybox(TestEngine.ENDPOINT);
    try (ServiceProcess service =
        ServiceProcess.start(
            "openhtc.hosts[0].name=store-killed",
            "openhtc.hosts[0].endpoint=" + TestEngine.ENDPOINT,
            "openhtc.hosts[0].vcpu-overcommit=4")) {
      TestTask task = TestTask.in(service.api());
      String batch = task.submit(JOBS, script(StorageScript.TOOLS + WRITE_OUTPUT));
      awaitEnded(task, JOBS / 5);
      service.killRegistry();
      awaitEnded(task, JOBS / 2);
      service.killHard();
      service.restart();
      task.awaitCounts(Map.of("SUCCEEDED", JOBS), Duration.ofMinutes(4));
      for (int index = 0; index < JOBS; index++) {
        assertThat(output(task, index)).isEqualTo("output of " + index);
        assertThat(task.log(batch, index)).endsWith("wrote " + index);
      }
    }
  }

  private static void awaitEnded(TestTask task, int jobs) {
    await()
        .atMost(Duration.ofMinutes(3))
        .until(() -> task.counts().getOrDefault("SUCCEEDED", 0) >= jobs);
  }

  private static String output(TestTask task, int index) throws Exception {
    String query = "/storage/presigned-url?method=GET&filePath=out/" + index;
    URI url = URI.create(task.api.get(task.path + query).text("url"));
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString()).body();
    }
  }
}

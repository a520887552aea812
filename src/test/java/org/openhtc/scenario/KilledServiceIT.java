package org.openhtc.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.openhtc.testing.TestTask.script;

import com.github.dockerjava.api.DockerClient;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.openhtc.execution.ContainerLabels;
import org.openhtc.testing.MarkCounter;
import org.openhtc.testing.ServiceProcess;
import org.openhtc.testing.TestEngine;
import org.openhtc.testing.TestImages;
import org.openhtc.testing.TestTask;

/** The service is killed with -9 while jobs run, and started again. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KilledServiceIT {
  private static final int JOBS = 300;

  private ServiceProcess service;

  @BeforeAll
  void aService() throws IOException {
    TestImages.busybox(TestEngine.ENDPOINT);
    service =
        ServiceProcess.start(
            "openhtc.hosts[0].name=killed",
            "openhtc.hosts[0].endpoint=" + TestEngine.ENDPOINT,
            "openhtc.hosts[0].vcpu-overcommit=4",
            // Jobs send their marks to a server of this test, not to the service.
            "openhtc.execution.network=bridge");
  }

  @AfterAll
  void ends() throws Exception {
    if (service != null) {
      service.close();
    }
  }

  @Test
  void threeKillsLoseNoJobAndRunNoneTwice() throws Exception {
    try (MarkCounter marks = new MarkCounter()) {
      TestTask task = TestTask.in(service.api());
      String batch = task.submitOnce("once", JOBS, script(marks.command()));
      for (int kill = 1; kill <= 3; kill++) {
        int enough = kill * JOBS / 5;
        await().atMost(Duration.ofMinutes(3)).until(() -> marks.marks().size() >= enough);
        service.killHard();
        service.restart();
        assertThat(task.submitOnce("once", JOBS, script(marks.command()))).isEqualTo(batch);
      }
      task.awaitCounts(Map.of("SUCCEEDED", JOBS), Duration.ofMinutes(4));
      assertThat(marks.marks()).hasSize(JOBS);
      assertThat(marks.marks().values()).containsOnly(1);
      countersAgreeWithARecount(task);
      noContainerIsLeft();
    }
  }

  @Test
  void jobWhoseContainerVanishedMeanwhileRunsAgain() throws Exception {
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

  /** The counts of the summary must equal those from reading every single job. */
  private static void countersAgreeWithARecount(TestTask task) {
    List<String> statuses =
        task.api.all(task.path + "/jobs?viewType=SIMPLE").stream()
            .map(job -> job.get("status").asString())
            .toList();
    assertThat(statuses).hasSize(JOBS).containsOnly("SUCCEEDED");
    assertThat(task.counts()).isEqualTo(Map.of("SUCCEEDED", JOBS));
  }

  private static void noContainerIsLeft() throws Exception {
    try (DockerClient docker = TestImages.client(TestEngine.ENDPOINT)) {
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() ->
              docker
                  .listContainersCmd()
                  .withShowAll(true)
                  .withLabelFilter(Map.of(ContainerLabels.HOST, "killed"))
                  .exec()
                  .isEmpty());
    }
  }
}

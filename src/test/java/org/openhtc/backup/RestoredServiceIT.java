package org.openhtc.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.openhtc.testing.TestTask.script;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openhtc.testing.DockerUser;
import org.openhtc.testing.FreePort;
import org.openhtc.testing.RunCounter;
import org.openhtc.testing.ServiceProcess;
import org.openhtc.testing.TestEngine;
import org.openhtc.testing.TestImages;
import org.openhtc.testing.TestTask;
import org.openhtc.testing.Timeouts;

/**
 * A backup is made while jobs run and end; then the service is killed, its disk is lost, and the
 * backup is restored to a new home directory. Starts two services, so it is not part of the whole
 * test run: {@code ./openhtc it RestoredServiceIT}.
 */
@Tag("by-name-only")
class RestoredServiceIT {
  /** The address of this machine for jobs. */
  private static final String BRIDGE = "172.17.0.1";

  private static final int LONG_JOBS = 3;
  private static final int SHORT_JOBS = 12;

  /** Logs of this size are objects of the store. */
  private static final String SHORT_JOB = TestTask.LARGE_OUTPUT + "; %s";

  private static final String LONG_JOB =
      """
      %s || exit 1
      until wget -q -O /dev/null http://%s:%d/; do sleep 1; done
      echo 'passed the gate'
      """;

  @TempDir Path directory;
  @AutoClose private ServiceProcess service;
  @AutoClose private final RunCounter shortRuns = new RunCounter();
  @AutoClose private final RunCounter longRuns = new RunCounter();
  private int gatePort;

  RestoredServiceIT() throws IOException {}

  @BeforeEach
  void startService() throws IOException {
    TestImages.busybox(TestEngine.ENDPOINT);
    gatePort = FreePort.find();
    service =
        ServiceProcess.start(
            "openhtc.hosts[0].name=restored",
            "openhtc.hosts[0].endpoint=" + TestEngine.ENDPOINT,
            "openhtc.hosts[0].vcpu-overcommit=4",
            "openhtc.execution.network=bridge");
  }

  @AfterEach
  void removeImages() throws IOException {
    TestEngine.removeImages("127.0.0.1");
  }

  @Test
  void restoredServiceContinuesItsJobsAndHasTheirLogsAndImages() throws Exception {
    TestTask task = TestTask.in(service.api());
    String image = pushImage(task);
    String running =
        task.submit(LONG_JOBS, script(LONG_JOB.formatted(longRuns.command(), BRIDGE, gatePort)));
    String ending = task.submit(SHORT_JOBS, script(SHORT_JOB.formatted(shortRuns.command())));
    awaitRunning(task);
    List<Integer> ended = ended(task, ending);

    service.backup(directory.resolve("backup"));
    service.killWithChildren();
    service.restore(directory.resolve("backup"));

    assertThat(task.api.get(image).text("status")).isEqualTo("READY");
    HttpServer gate = HttpServer.create(new InetSocketAddress(BRIDGE, gatePort), 0);
    gate.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    gate.start();
    try {
      task.awaitCounts(Map.of("SUCCEEDED", LONG_JOBS + SHORT_JOBS), Timeouts.MANY_JOBS);
    } finally {
      gate.stop(0);
    }
    assertThat(longRuns.runs().values()).as("adopted").hasSize(LONG_JOBS).containsOnly(1);
    assertThat(ended).allSatisfy(i -> assertThat(shortRuns.runs()).containsEntry("" + i, 1));
    for (int index = 0; index < SHORT_JOBS; index++) {
      assertThat(task.log(ending, index)).as("log of %d", index).hasSizeGreaterThan(100);
    }
    assertThat(task.log(running, 0)).as("of an adopted job").contains("passed the gate");
  }

  /** Returns the path of the image in the API. */
  private static String pushImage(TestTask task) throws IOException {
    DockerUser.needsRegistry();
    String path = task.project() + "/container-registry";
    assertThat(task.api.post(path + "/repo/app", "").status()).isEqualTo(200);
    String project = task.projectId().toString();
    try (DockerUser docker = DockerUser.of(task.api, project)) {
      docker.push(TestImages.BUSYBOX, "app", "1");
    }
    return path + "/images/app:1";
  }

  private void awaitRunning(TestTask task) {
    await()
        .atMost(Timeouts.MANY_JOBS)
        .until(() ->
            longRuns.runs().size() == LONG_JOBS
                && task.counts().getOrDefault("SUCCEEDED", 0) >= SHORT_JOBS / 4);
  }

  private static List<Integer> ended(TestTask task, String batch) {
    return IntStream.range(0, SHORT_JOBS)
        .filter(i -> task.job(batch, i).get("status").asString().equals("SUCCEEDED"))
        .boxed()
        .toList();
  }
}

package org.openhtc.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.openhtc.testing.TestTask.script;

import com.github.dockerjava.api.DockerClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.openhtc.execution.ContainerLabels;
import org.openhtc.testing.ApiClient;
import org.openhtc.testing.EventStreamReader;
import org.openhtc.testing.Scenario;
import org.openhtc.testing.TestEngine;
import org.openhtc.testing.TestImages;
import org.openhtc.testing.TestTask;
import org.openhtc.testing.Timeouts;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** Clients that read the stream of a log while the job prints. */
@Scenario
class WatchLogsIT {
  @LocalServerPort int port;
  @Autowired TestTask task;

  @Test
  void linesArriveWhileTheJobRuns() throws IOException {
    String waits = "trap 'echo late; exit 0' USR1; echo early; while :; do sleep 0.1; done";
    String batch = task.submit(1, script(waits));
    try (EventStreamReader log = watch(batch)) {
      log.awaitEvents(events -> messages(log).contains("early"));
      assertThat(task.job(batch, 0).get("status").asString()).isIn("STARTING", "RUNNING");
      assertThat(messages(log)).doesNotContain("late");
      signal(batch);
      awaitEnd(log);
      assertThat(messages(log)).containsExactly("early", "late");
      assertThat(log.events().getLast().name()).isEqualTo("end");
      assertThat(log.events().getLast().text("status")).isEqualTo("SUCCEEDED");
      assertThat(log.events("log").stream().map(EventStreamReader.Event::data).toList())
          .isEqualTo(lines(batch));
    }
  }

  @Test
  void noLineIsLostOrRepeatedWhenTheClientReconnects() {
    String batch =
        task.submit(
            1, script("for i in $(seq 1 60); do echo out $i; echo err $i >&2; sleep 0.05; done"));
    List<EventStreamReader.Event> received = new ArrayList<>();
    boolean hasEnded = false;
    int connections = 0;
    while (!hasEnded) {
      String last = received.isEmpty() ? "" : received.getLast().id();
      try (EventStreamReader log = watch(batch, "Last-Event-ID", last)) {
        await().atMost(Timeouts.STEP).until(() -> log.events("log").size() >= 7 || log.isOver());
        List<EventStreamReader.Event> all = log.events("log");
        List<EventStreamReader.Event> some = all.subList(0, Math.min(7, all.size()));
        received.addAll(some);
        hasEnded = some.size() < 7;
        connections++;
      }
    }
    assertThat(connections).isGreaterThan(10);
    assertThat(received.stream().map(EventStreamReader.Event::data).toList())
        .isEqualTo(lines(batch));
    assertThat(received).hasSize(120);
  }

  @Test
  void streamOfAnEndedJobContainsTheWholeLog() {
    String batch = task.submit(1, script("seq 1 300"));
    task.awaitStatus(batch, 0, "SUCCEEDED");
    try (EventStreamReader log = watch(batch)) {
      awaitEnd(log);
      assertThat(messages(log))
          .isEqualTo(IntStream.rangeClosed(1, 300).mapToObj(String::valueOf).toList());
    }
  }

  @Test
  void streamContinuesWithTheLogOfTheNextAttempt() {
    String batch =
        task.submit(
            "",
            1,
            script("echo try $AWS_BATCH_JOB_ATTEMPT; sleep 2; test $AWS_BATCH_JOB_ATTEMPT = 2"),
            1);
    try (EventStreamReader log = watch(batch)) {
      awaitEnd(log);
      assertThat(messages(log)).containsExactly("try 1", "try 2");
      assertThat(log.comments()).contains("attempt 1", "attempt 2");
    }
  }

  /** Two more attempts begin and end while no client is connected. */
  @Test
  void clientThatReconnectsReceivesTheRestOfAnEarlierAttempt() {
    String batch =
        task.submit(
            "",
            1,
            script(
                "n=$AWS_BATCH_JOB_ATTEMPT; echo $n.1; sleep 1; echo $n.2; echo $n.3; test $n = 3"),
            2);
    String last;
    try (EventStreamReader log = watch(batch)) {
      log.awaitEvents("log", 1);
      last = log.events("log").getFirst().id();
    }
    task.awaitStatus(batch, 0, "SUCCEEDED");
    try (EventStreamReader log = watch(batch, "Last-Event-ID", last)) {
      awaitEnd(log);
      assertThat(messages(log))
          .containsExactly("1.2", "1.3", "2.1", "2.2", "2.3", "3.1", "3.2", "3.3");
      assertThat(log.comments()).contains("attempt 1", "attempt 2", "attempt 3");
    }
  }

  @Test
  void streamOfAJobThatDidNotStartContainsOnlyItsEnd() {
    Map<String, Object> definition = script("true");
    definition.put("architecture", "AARCH64");
    String batch = task.submit(2, definition);
    try (EventStreamReader log = watch(batch)) {
      task.cancel(batch, 0);
      awaitEnd(log);
      assertThat(log.events()).hasSize(1);
      assertThat(log.events().getFirst().text("status")).isEqualTo("FAILED");
    }
  }

  @Test
  void jobMayReadOnlyItsOwnLog() {
    String batch = task.submit(2, script("echo $RESCALE_HTC_BEARER_TOKEN; sleep 30"));
    List<String> lines = task.awaitLines(batch, 0, 1);
    ApiClient job = ApiClient.at(port).withToken(lines.getFirst());
    try (EventStreamReader log = job.events(path(batch, 0))) {
      log.awaitEvents("log", 1);
    }
    assertThat(job.get(path(batch, 1)).status()).isEqualTo(403);
    assertThat(job.get(task.path + "/jobs/stream").status()).isEqualTo(403);
  }

  @Test
  void invalidLineIdIsNamed() {
    String batch = task.submit(1, script("true"));
    var response = task.api.get(path(batch, 0) + "?lastEventId=gibberish");
    assertThat(response.status()).isEqualTo(400);
    assertThat(response.sentence()).contains("gibberish");
  }

  /** Sends USR1 to the container of the batch's only job. */
  private static void signal(String batch) throws IOException {
    Map<String, String> job = Map.of(ContainerLabels.JOB, batch + ":0");
    try (DockerClient docker = TestImages.client(TestEngine.ENDPOINT)) {
      docker
          .listContainersCmd()
          .withLabelFilter(job)
          .exec()
          .forEach(c -> docker.killContainerCmd(c.getId()).withSignal("USR1").exec());
    }
  }

  private EventStreamReader watch(String batch, String... headers) {
    return task.api.events(path(batch, 0), headers);
  }

  private String path(String batch, int index) {
    return task.path + "/jobs/" + batch + ":" + index + "/logs/stream";
  }

  private static void awaitEnd(EventStreamReader log) {
    log.awaitEnd();
    assertThat(log.events("end")).hasSize(1);
  }

  private static List<String> messages(EventStreamReader log) {
    return log.events("log").stream().map(line -> line.text("message")).toList();
  }

  private List<JsonNode> lines(String batch) {
    return task.api.all(task.path + "/jobs/" + batch + ":0/logs?sort=asc");
  }
}

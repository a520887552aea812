package org.openhtc.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.openhtc.testing.TestTask.script;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openhtc.testing.ApiClient;
import org.openhtc.testing.EventReader;
import org.openhtc.testing.ServiceTest;
import org.openhtc.testing.TestEngine;
import org.openhtc.testing.TestImages;
import org.openhtc.testing.TestTask;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** Clients that read a log while the job runs. */
@ServiceTest
class WatchLogsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @LocalServerPort int port;
  private TestTask task;

  @BeforeEach
  void aTask() {
    TestImages.busybox(TestEngine.ENDPOINT);
    task = TestTask.in(ApiClient.at(port).withKey(ServiceTest.ADMIN_KEY));
  }

  @AfterEach
  void cancelAllJobs() {
    task.cancel();
  }

  @Test
  void linesArriveWhileTheJobRuns() {
    String batch = task.submit(1, script("echo early; sleep 4; echo late"));
    try (EventReader log = watch(batch)) {
      await().atMost(PATIENCE).until(() -> messages(log).contains("early"));
      assertThat(task.job(batch, 0).get("status").asString()).isIn("STARTING", "RUNNING");
      assertThat(messages(log)).doesNotContain("late");
      awaitEnd(log);
      assertThat(messages(log)).containsExactly("early", "late");
      assertThat(log.events().getLast().name()).isEqualTo("end");
      assertThat(log.events().getLast().text("status")).isEqualTo("SUCCEEDED");
      assertThat(log.events("log").stream().map(EventReader.Event::data).toList())
          .isEqualTo(lines(batch));
    }
  }

  @Test
  void noLineIsLostOrDoubledWhenTheStreamIsCut() {
    String batch =
        task.submit(
            1, script("for i in $(seq 1 60); do echo out $i; echo err $i >&2; sleep 0.05; done"));
    List<EventReader.Event> heard = new ArrayList<>();
    boolean isOver = false;
    int cuts = 0;
    while (!isOver) {
      String last = heard.isEmpty() ? "" : heard.getLast().id();
      try (EventReader log = watch(batch, "Last-Event-ID", last)) {
        await().atMost(PATIENCE).until(() -> log.events("log").size() >= 7 || log.isOver());
        List<EventReader.Event> all = log.events("log");
        List<EventReader.Event> some = all.subList(0, Math.min(7, all.size()));
        heard.addAll(some);
        isOver = some.size() < 7;
        cuts++;
      }
    }
    assertThat(cuts).isGreaterThan(10);
    assertThat(heard.stream().map(EventReader.Event::data).toList()).isEqualTo(lines(batch));
    assertThat(heard).hasSize(120);
  }

  @Test
  void logOfAnEndedJobIsSentToItsEnd() {
    String batch = task.submit(1, script("seq 1 300"));
    task.awaitStatus(batch, 0, "SUCCEEDED");
    try (EventReader log = watch(batch)) {
      awaitEnd(log);
      assertThat(messages(log))
          .isEqualTo(IntStream.rangeClosed(1, 300).mapToObj(String::valueOf).toList());
    }
  }

  @Test
  void jobThatRunsAgainContinuesWithItsNextLog() {
    String batch =
        task.submit(
            "",
            1,
            script("echo try $AWS_BATCH_JOB_ATTEMPT; sleep 2; test $AWS_BATCH_JOB_ATTEMPT = 2"),
            1);
    try (EventReader log = watch(batch)) {
      awaitEnd(log);
      assertThat(messages(log)).containsExactly("try 1", "try 2");
      assertThat(log.comments()).contains("attempt 1", "attempt 2");
    }
  }

  /** Two more attempts begin and end while no client reads the log. */
  @Test
  void restOfAnEarlierAttemptIsSentToWhoWasCutInIt() {
    String batch =
        task.submit(
            "",
            1,
            script(
                "n=$AWS_BATCH_JOB_ATTEMPT; echo $n.1; sleep 1; echo $n.2; echo $n.3; test $n = 3"),
            2);
    String last;
    try (EventReader log = watch(batch)) {
      await().atMost(PATIENCE).until(() -> !log.events("log").isEmpty());
      last = log.events("log").getFirst().id();
    }
    task.awaitStatus(batch, 0, "SUCCEEDED");
    try (EventReader log = watch(batch, "Last-Event-ID", last)) {
      awaitEnd(log);
      assertThat(messages(log))
          .containsExactly("1.2", "1.3", "2.1", "2.2", "2.3", "3.1", "3.2", "3.3");
      assertThat(log.comments()).contains("attempt 1", "attempt 2", "attempt 3");
    }
  }

  @Test
  void jobThatNeverStartedHasAnEndAndNoLines() {
    Map<String, Object> definition = script("true");
    definition.put("architecture", "AARCH64");
    String batch = task.submit(2, definition);
    try (EventReader log = watch(batch)) {
      task.cancel(batch, 0);
      awaitEnd(log);
      assertThat(log.events()).hasSize(1);
      assertThat(log.events().getFirst().text("status")).isEqualTo("FAILED");
    }
  }

  @Test
  void jobWatchesItsOwnLogAlone() {
    String batch = task.submit(2, script("echo $RESCALE_HTC_BEARER_TOKEN; sleep 30"));
    await().atMost(PATIENCE).until(() -> !task.log(batch, 0).isEmpty());
    ApiClient job = ApiClient.at(port).withToken(task.log(batch, 0).getFirst());
    try (EventReader log = job.events(path(batch, 0))) {
      await().atMost(PATIENCE).until(() -> !log.events("log").isEmpty());
    }
    assertThat(job.get(path(batch, 1)).status()).isEqualTo(403);
    assertThat(job.get(task.path + "/jobs/stream").status()).isEqualTo(403);
  }

  @Test
  void whatIsNoIdOfALineIsNamed() {
    String batch = task.submit(1, script("true"));
    var answer = task.api.get(path(batch, 0) + "?lastEventId=gibberish");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.sentence()).contains("gibberish");
  }

  private EventReader watch(String batch, String... headers) {
    return task.api.events(path(batch, 0), headers);
  }

  private String path(String batch, int index) {
    return task.path + "/jobs/" + batch + ":" + index + "/logs/stream";
  }

  private static void awaitEnd(EventReader log) {
    await().atMost(PATIENCE).until(log::isOver);
    assertThat(log.events("end")).hasSize(1);
  }

  private static List<String> messages(EventReader log) {
    return log.events("log").stream().map(line -> line.text("message")).toList();
  }

  private List<JsonNode> lines(String batch) {
    return task.api.all(task.path + "/jobs/" + batch + ":0/logs?sort=asc");
  }
}

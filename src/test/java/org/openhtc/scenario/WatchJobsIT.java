package org.openhtc.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.openhtc.testing.TestTask.script;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openhtc.api.Role;
import org.openhtc.testing.ApiClient;
import org.openhtc.testing.ApiResponse;
import org.openhtc.testing.EventReader;
import org.openhtc.testing.ServiceTest;
import org.openhtc.testing.Tenants;
import org.openhtc.testing.TestEngine;
import org.openhtc.testing.TestImages;
import org.openhtc.testing.TestTask;
import org.openhtc.workspace.User;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** Clients that read a task's stream of events. */
@ServiceTest
class WatchJobsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @LocalServerPort int port;
  @Autowired Tenants tenants;
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
  void batchIsWatchedToItsEnd() {
    try (EventReader watcher = watch("")) {
      awaitEvents(watcher, "summary", 1);
      assertThat(watcher.events().getFirst().data())
          .isEqualTo(task.api.get(task.path + "/summary-statistics").body());
      String batch = task.submit("", 4, script("test $AWS_BATCH_JOB_ATTEMPT = 2"), 1);
      await().atMost(PATIENCE).until(() -> ended(watcher.events("job")) == 4);
      assertThat(byJob(watcher.events("job"))).isEqualTo(histories(batch, 4));
    }
    assertThat(task.counts()).isEqualTo(Map.of("SUCCEEDED", 4));
  }

  /** The connection is closed several times, also in the middle of a tail's events. */
  @Test
  void noEventIsLostOrDoubledWhenTheStreamIsCut() {
    Random random = new Random(1);
    List<EventReader.Event> heard = new ArrayList<>();
    String last = "0";
    String batch = task.submit("", 12, script("true"), 0);
    int cuts = 0;
    while (ended(heard) < 12) {
      int enough = 1 + random.nextInt(9);
      try (EventReader watcher = watch("", "Last-Event-ID", last)) {
        int before = heard.size();
        await()
            .atMost(PATIENCE)
            .until(() ->
                watcher.events("job").size() >= enough
                    || before + watcher.events("job").size() == 12 * 6);
        List<EventReader.Event> some =
            watcher.events("job").subList(0, Math.min(enough, watcher.events("job").size()));
        heard.addAll(some);
        last = some.getLast().id();
        cuts++;
      }
    }
    assertThat(cuts).isGreaterThan(5);
    assertThat(byJob(heard)).isEqualTo(histories(batch, 12));
  }

  @Test
  void wholeHistoryIsStreamedFromTheBeginning() {
    String batch = task.submit(3, script("true"));
    task.awaitCounts(Map.of("SUCCEEDED", 3), PATIENCE);
    try (EventReader watcher = watch("?lastEventId=0")) {
      awaitEvents(watcher, "job", 18);
      assertThat(byJob(watcher.events("job"))).isEqualTo(histories(batch, 3));
    }
  }

  @Test
  void whatWasBeforeTheStreamIsInItsSummaryOnly() {
    String batch = waiting("", 5);
    try (EventReader watcher = watch("")) {
      awaitEvents(watcher, "summary", 1);
      assertThat(watcher.events().getFirst().data().at("/jobStatuses/RUNNABLE").asInt())
          .isEqualTo(5);
      task.cancel(batch, 3);
      awaitEvents(watcher, "job", 1);
      EventReader.Event cancelled = watcher.events("job").getFirst();
      assertThat(cancelled.data()).isEqualTo(task.events(batch, 3).getLast());
      assertThat(watcher.events("job")).hasSize(1);
    }
  }

  @Test
  void groupIsWatchedAlone() {
    waiting("other", 2);
    try (EventReader watcher = watch("?group=mine")) {
      awaitEvents(watcher, "summary", 1);
      JsonNode counts = watcher.events().getFirst().data();
      assertThat(counts.path("group").asString()).isEqualTo("mine");
      assertThat(counts.path("jobStatuses").valueStream().mapToInt(JsonNode::asInt).sum()).isZero();
      String batch = waiting("mine", 2);
      waiting("other", 3);
      task.cancel();
      await().atMost(PATIENCE).until(() -> ended(watcher.events("job")) == 2);
      assertThat(byJob(watcher.events("job"))).isEqualTo(histories(batch, 2));
    }
  }

  @Test
  void idleStreamIsKeptAliveByComments() {
    try (EventReader watcher = watch("")) {
      await().atMost(PATIENCE).until(() -> watcher.comments().size() >= 3);
      assertThat(watcher.events()).hasSize(1);
      assertThat(watcher.isOver()).isFalse();
    }
  }

  @Test
  void streamOfAUserWhoIsLockedOutIsOver() {
    User user = tenants.user(tenants.workspace(), Role.WORKSPACE_ADMIN);
    TestTask own = TestTask.in(ApiClient.at(port).withKey(tenants.key(user)));
    Map<String, Object> definition = script("true");
    definition.put("architecture", "AARCH64");
    String batch = own.submit(1, definition);
    try (EventReader jobs = own.api.events(own.path + "/jobs/stream");
        EventReader log = own.api.events(own.path + "/jobs/" + batch + ":0/logs/stream")) {
      await().atMost(PATIENCE).until(() -> jobs.comments().size() + log.comments().size() > 5);
      assertThat(jobs.isOver() || log.isOver()).isFalse();
      assertThat(task.api.delete("/admin/users/" + user.id()).status()).isEqualTo(204);
      await().until(() -> jobs.isOver() && log.isOver());
      assertThat(log.events("end")).isEmpty();
    }
    assertThat(task.api.post(own.path + "/jobs/cancel", "").status()).isEqualTo(200);
  }

  @Test
  void whatIsNoIdOfAnEventIsNamed() {
    ApiResponse answer = task.api.get(task.path + "/jobs/stream?lastEventId=gibberish");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.sentence()).contains("gibberish");
  }

  @Test
  void usersOfOtherWorkspacesGetNoStream() {
    assertThat(task.api.get(unknownTask() + "/jobs/stream").status()).isEqualTo(404);
    assertThat(ApiClient.at(port).get(task.path + "/jobs/stream").status()).isEqualTo(401);
  }

  /** A path in the same project. */
  private String unknownTask() {
    return task.path.substring(0, task.path.lastIndexOf('/') + 1) + UUID.randomUUID();
  }

  private EventReader watch(String query, String... headers) {
    return task.api.events(task.path + "/jobs/stream" + query, headers);
  }

  private static void awaitEvents(EventReader watcher, String name, int count) {
    await().atMost(PATIENCE).until(() -> watcher.events(name).size() >= count);
  }

  private static int ended(List<EventReader.Event> events) {
    return (int)
        events.stream()
            .filter(e -> e.text("status").equals("SUCCEEDED") || e.text("status").equals("FAILED"))
            .count();
  }

  private static Map<String, List<JsonNode>> byJob(List<EventReader.Event> events) {
    Map<String, List<JsonNode>> byJob = new LinkedHashMap<>();
    events.forEach(
        e -> byJob.computeIfAbsent(e.text("jobId"), id -> new ArrayList<>()).add(e.data()));
    return byJob;
  }

  private Map<String, List<JsonNode>> histories(String batch, int jobs) {
    Map<String, List<JsonNode>> histories = new LinkedHashMap<>();
    for (int index = 0; index < jobs; index++) {
      histories.put(batch + ":" + index, task.events(batch, index));
    }
    return histories;
  }

  /** Jobs for an architecture that no host has. */
  private String waiting(String group, int size) {
    Map<String, Object> definition = script("true");
    definition.put("architecture", "AARCH64");
    String batch = task.submit(group, size, definition, 0);
    task.awaitStatus(batch, 0, "RUNNABLE");
    return batch;
  }
}

package org.openhtc.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.openhtc.testing.TestTask.script;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.openhtc.api.Role;
import org.openhtc.testing.ApiClient;
import org.openhtc.testing.ApiResponse;
import org.openhtc.testing.EventStreamReader;
import org.openhtc.testing.Scenario;
import org.openhtc.testing.Tenants;
import org.openhtc.testing.TestTask;
import org.openhtc.testing.Timeouts;
import org.openhtc.workspace.User;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** Clients that read the event stream of a task instead of polling. */
@Scenario
class WatchJobsIT {
  @LocalServerPort int port;
  @Autowired Tenants tenants;
  @Autowired TestTask task;

  @Test
  void streamContainsTheWholeHistoryOfABatch() {
    try (EventStreamReader watcher = watch("")) {
      watcher.awaitEvents("summary", 1);
      assertThat(watcher.events().getFirst().data())
          .isEqualTo(task.api.get(task.path + "/summary-statistics").body());
      String batch = task.submit("", 4, script("test $AWS_BATCH_JOB_ATTEMPT = 2"), 1);
      watcher.awaitEvents(events -> ended(events) == 4);
      assertThat(byJob(watcher.events("job"))).isEqualTo(histories(batch, 4));
    }
    assertThat(task.counts()).isEqualTo(Map.of("SUCCEEDED", 4));
  }

  /** The client disconnects repeatedly, also between the events of one tail. */
  @Test
  void noEventIsLostOrRepeatedWhenTheClientReconnects() {
    Random random = new Random(1);
    List<EventStreamReader.Event> received = new ArrayList<>();
    String last = "0";
    String batch = task.submit("", 12, script("true"), 0);
    int connections = 0;
    while (ended(received) < 12) {
      int enough = 1 + random.nextInt(9);
      try (EventStreamReader watcher = watch("", "Last-Event-ID", last)) {
        int before = received.size();
        watcher.awaitEvents("job", Math.min(enough, 12 * 6 - before));
        List<EventStreamReader.Event> some =
            watcher.events("job").subList(0, Math.min(enough, watcher.events("job").size()));
        received.addAll(some);
        last = some.getLast().id();
        connections++;
      }
    }
    assertThat(connections).isGreaterThan(5);
    assertThat(byJob(received)).isEqualTo(histories(batch, 12));
  }

  @Test
  void streamFromTheBeginningContainsTheWholeHistory() {
    String batch = task.submit(3, script("true"));
    task.awaitCounts(Map.of("SUCCEEDED", 3));
    try (EventStreamReader watcher = watch("?lastEventId=0")) {
      watcher.awaitEvents("job", 18);
      assertThat(byJob(watcher.events("job"))).isEqualTo(histories(batch, 3));
    }
  }

  @Test
  void earlierEventsAreOnlyInTheSummary() {
    String batch = waiting("", 5);
    try (EventStreamReader watcher = watch("")) {
      watcher.awaitEvents("summary", 1);
      assertThat(watcher.events().getFirst().data().at("/jobStatuses/RUNNABLE").asInt())
          .isEqualTo(5);
      task.cancel(batch, 3);
      watcher.awaitEvents("job", 1);
      EventStreamReader.Event cancelled = watcher.events("job").getFirst();
      assertThat(cancelled.data()).isEqualTo(task.events(batch, 3).getLast());
      assertThat(watcher.events("job")).hasSize(1);
    }
  }

  @Test
  void streamOfAGroupContainsOnlyItsJobs() {
    waiting("other", 2);
    try (EventStreamReader watcher = watch("?group=mine")) {
      watcher.awaitEvents("summary", 1);
      JsonNode counts = watcher.events().getFirst().data();
      assertThat(counts.path("group").asString()).isEqualTo("mine");
      assertThat(counts.path("jobStatuses").valueStream().mapToInt(JsonNode::asInt).sum()).isZero();
      String batch = waiting("mine", 2);
      waiting("other", 3);
      task.cancel();
      watcher.awaitEvents(events -> ended(events) == 2);
      assertThat(byJob(watcher.events("job"))).isEqualTo(histories(batch, 2));
    }
  }

  @Test
  void idleStreamContainsComments() {
    try (EventStreamReader watcher = watch("")) {
      await().atMost(Timeouts.STEP).until(() -> watcher.comments().size() >= 3);
      assertThat(watcher.events()).hasSize(1);
      assertThat(watcher.isOver()).isFalse();
    }
  }

  @Test
  void streamsOfADisabledUserEnd() {
    User user = tenants.user(tenants.workspace(), Role.WORKSPACE_ADMIN);
    TestTask own = TestTask.in(ApiClient.at(port).withKey(tenants.key(user)));
    Map<String, Object> definition = script("true");
    definition.put("architecture", "AARCH64");
    String batch = own.submit(1, definition);
    try (EventStreamReader jobs = own.api.events(own.path + "/jobs/stream");
        EventStreamReader log = own.api.events(own.path + "/jobs/" + batch + ":0/logs/stream")) {
      await().atMost(Timeouts.STEP).until(() -> jobs.comments().size() + log.comments().size() > 5);
      assertThat(jobs.isOver() || log.isOver()).isFalse();
      assertThat(task.api.delete("/admin/users/" + user.id()).status()).isEqualTo(204);
      await().until(() -> jobs.isOver() && log.isOver());
      assertThat(log.events("end")).isEmpty();
    }
    assertThat(task.api.post(own.path + "/jobs/cancel", "").status()).isEqualTo(200);
  }

  @Test
  void invalidEventIdIsNamed() {
    ApiResponse response = task.api.get(task.path + "/jobs/stream?lastEventId=gibberish");
    assertThat(response.status()).isEqualTo(400);
    assertThat(response.sentence()).contains("gibberish");
  }

  @Test
  void streamRequiresAnExistingTaskAndAToken() {
    assertThat(task.api.get(unknownTask() + "/jobs/stream").status()).isEqualTo(404);
    assertThat(ApiClient.at(port).get(task.path + "/jobs/stream").status()).isEqualTo(401);
  }

  /** The path of a task that does not exist, in the same project. */
  private String unknownTask() {
    return task.path.substring(0, task.path.lastIndexOf('/') + 1) + UUID.randomUUID();
  }

  private EventStreamReader watch(String query, String... headers) {
    return task.api.events(task.path + "/jobs/stream" + query, headers);
  }

  private static int ended(List<EventStreamReader.Event> events) {
    return (int)
        events.stream()
            .filter(e -> e.text("status").equals("SUCCEEDED") || e.text("status").equals("FAILED"))
            .count();
  }

  private static Map<String, List<JsonNode>> byJob(List<EventStreamReader.Event> events) {
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

  /** Submits jobs for an architecture that no host has. */
  private String waiting(String group, int size) {
    Map<String, Object> definition = script("true");
    definition.put("architecture", "AARCH64");
    String batch = task.submit(group, size, definition, 0);
    task.awaitStatus(batch, 0, "RUNNABLE");
    return batch;
  }
}

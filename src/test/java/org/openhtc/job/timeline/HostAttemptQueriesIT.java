package org.openhtc.job.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openhtc.job.JobEvent;
import org.openhtc.job.JobId;
import org.openhtc.job.JobReport;
import org.openhtc.job.JobWorld;
import org.openhtc.job.assignment.Assignments;
import org.openhtc.testing.ApiClient;
import org.openhtc.testing.ServiceTest;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

@ServiceTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostAttemptQueriesIT {
  private static final String HOST = "h1";

  @Autowired DataSource database;
  @Autowired ApiClient admin;
  private JobWorld world;
  private HostAttemptQueries queries;

  @BeforeAll
  void createDatabase() {
    world = JobWorld.withOneConnection(database, "host_attempts");
    queries = world.bean(HostAttemptQueries.class);
  }

  @AfterAll
  void closeDatabase() {
    world.close();
  }

  @BeforeEach
  void clear() {
    world.clear();
  }

  @Test
  void attemptsOnAHostAreThoseOfLiveAndEndedJobs() {
    UUID batch = world.submit(4, 0);
    place(3);
    record(batch, 1, 1, new JobEvent.ContainerStarted());
    record(batch, 2, 1, new JobEvent.ContainerStarted(), new JobEvent.Exited(3, false));
    assertThat(lane(Instant.now().minusSeconds(60), Instant.now().plusSeconds(60)))
        .containsExactly("0#1 STARTING", "1#1 RUNNING", "2#1 FAILED ErrorNonZeroContainerExitCode");
  }

  @Test
  void attemptThatWasFollowedByAnotherIsListedOnce() {
    UUID batch = world.submit(2, 1);
    place(2);
    record(batch, 0, 1, new JobEvent.ContainerStarted(), new JobEvent.Exited(3, false));
    record(batch, 1, 1, new JobEvent.ContainerStarted(), new JobEvent.Exited(3, false));
    world.cancel(new JobId(batch, 1)); // while it waits for its second attempt
    place(1);
    assertThat(lane(Instant.now().minusSeconds(60), Instant.now().plusSeconds(60)))
        .containsExactlyInAnyOrder("0#2 STARTING", "0#1 FAILED", "1#1 FAILED");
  }

  @Test
  void succeededAttemptStaysSucceededIfAUserRetriesTheJob() {
    UUID batch = world.submit(1, 0);
    place(1);
    record(batch, 0, 1, new JobEvent.ContainerStarted(), new JobEvent.Exited(0, false));
    world.retrySucceeded();
    assertThat(lane(Instant.now().minusSeconds(60), Instant.now().plusSeconds(60)))
        .containsExactly("0#1 SUCCEEDED");
  }

  @Test
  void onlyAttemptsOfTheTimeAreListed() {
    UUID batch = world.submit(2, 0);
    place(2);
    record(batch, 0, 1, new JobEvent.ContainerStarted(), new JobEvent.Exited(0, false));
    Instant now = Instant.now();
    assertThat(lane(now.plusSeconds(30), now.plusSeconds(60))).containsExactly("1#1 STARTING");
    assertThat(lane(now.minusSeconds(60), now.minusSeconds(30))).isEmpty();
  }

  @Test
  void latestAttemptsAreKept() {
    world.submit(5, 0);
    place(5);
    assertThat(
            queries.between(
                List.of(HOST, "other"), Instant.EPOCH, Instant.now().plusSeconds(60), 3))
        .containsOnlyKeys(HOST)
        .hasEntrySatisfying(HOST, attempts -> assertThat(attempts).hasSize(3));
  }

  @Test
  void unknownHostHasAnEmptyLane() {
    JsonNode lanes = admin.get("/admin/host-attempts?host=none&host=no-one&host=none").body();
    assertThat(lanes.path("hosts").findValuesAsString("name")).containsExactly("none", "no-one");
    assertThat(lanes.path("hosts").get(0).path("attempts")).isEmpty();
    assertThat(lanes.path("hosts").get(0).path("complete").asBoolean()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "?host=a&from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z", "?host=a&to=x"})
  void invalidRequestIsRefused(String query) {
    assertThat(admin.get("/admin/host-attempts" + query).status()).isEqualTo(400);
  }

  @Test
  void moreHostsThanAPageShowsAreRefused() {
    String hosts = "host=a".concat("&host=b".repeat(100)); // equal names count once
    assertThat(admin.get("/admin/host-attempts?" + hosts).status()).isEqualTo(200);
    StringBuilder many = new StringBuilder("host=a");
    for (int i = 0; i < HostAttemptController.MOST_HOSTS; i++) {
      many.append("&host=h").append(i);
    }
    assertThat(admin.get("/admin/host-attempts?" + many).status()).isEqualTo(400);
  }

  private List<String> lane(Instant from, Instant to) {
    return queries.between(List.of(HOST), from, to, 10).getOrDefault(HOST, List.of()).stream()
        .map(attempt ->
            "%s#%d %s %s"
                .formatted(
                    attempt.jobId().split(":")[1],
                    attempt.attempt(),
                    attempt.status(),
                    attempt.failureCode() == null ? "" : attempt.failureCode())
                .strip())
        .toList();
  }

  private void place(int jobs) {
    world.admit();
    assertThat(world.place(world.plan(jobs))).isEqualTo(jobs);
  }

  private void record(UUID batch, int index, int attempt, JobEvent... events) {
    List<JobReport> reports =
        Arrays.stream(events)
            .map(e -> new JobReport(new JobId(batch, index), attempt, Instant.now(), e))
            .toList();
    assertThat(world.bean(Assignments.class).record(reports)).containsOnly(true);
  }
}

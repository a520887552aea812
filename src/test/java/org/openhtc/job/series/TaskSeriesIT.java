package org.openhtc.job.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openhtc.testing.ApiClient;
import org.openhtc.testing.ServiceTest;
import org.openhtc.testing.SettableClock;
import org.openhtc.testing.TestTask;
import org.openhtc.testing.Timeouts;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** The time series of tasks and regions in the API. */
@ServiceTest
class TaskSeriesIT {
  private static final int LARGEST_BODY = 80_000;

  @LocalServerPort int port;
  @Autowired TestTask task;
  @Autowired ApiClient admin;
  @Autowired JdbcClient jdbc;
  @Autowired SettableClock clock;

  @Test
  void taskWithoutJobsHasOnlyThePresent() {
    JsonNode series = series("");
    assertThat(series.path("at")).hasSize(1);
    assertThat(series.at("/jobStatuses/SUCCEEDED/0").asInt()).isZero();
  }

  @Test
  void seriesFollowsTheJobs() {
    task.submit(1000, huge());
    task.awaitCounts(Map.of("RUNNABLE", 1000));
    await().atMost(Timeouts.STEP).until(() -> stored() > 0 && last(series(""), "RUNNABLE") == 1000);
    task.cancel();
    task.awaitCounts(Map.of("FAILED", 1000));
    assertThat(last(series(""), "FAILED")).as("before the next point").isEqualTo(1000);
    await().atMost(Timeouts.STEP).until(() -> stored() > 1);
    assertThat(series("").path("at").size()).isGreaterThan(2);
  }

  @Test
  void aWeekOfMinutesIsASmallResponse() {
    jdbc.sql(
            """
            insert into task_point
            select :task, :now::timestamptz - n * interval '1 minute', 1000000, 0, 1000000, 1000, 1000,
                   1000000 + n, 1000
            from generate_series(1, 7 * 24 * 60 - 10) as n
            """)
        .param("task", task.id())
        .param("now", clock.instant().atOffset(ZoneOffset.UTC))
        .update();
    JsonNode series = series("");
    assertThat(series.path("at").size()).isBetween(700, 722);
    assertThat(series.path("stepSeconds").asInt()).isBetween(800, 850);
    assertThat(series.toString().length()).isLessThan(LARGEST_BODY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "from=2026-05-04T09:00:00Z&to=2026-05-04T09:00:00Z",
        "from=-1000000000-01-01T00:00:00Z",
        "to=%2B1000000000-12-31T23:59:59Z",
        "from=2020-01-01T00:00:00Z&to=2026-01-01T00:00:00Z",
        "from=yesterday"
      })
  void invalidRangeIsRefused(String query) {
    assertThat(task.api.get(task.path + "/series?" + query).status()).isEqualTo(400);
    assertThat(admin.get("/admin/regions/AWS_US_WEST_2/series?" + query).status()).isEqualTo(400);
  }

  @Test
  void regionHasItsHostsAndJobs() {
    await()
        .atMost(Timeouts.STEP)
        .untilAsserted(() -> {
          JsonNode series = admin.get("/admin/regions/AWS_US_WEST_2/series").body();
          int last = series.path("at").size() - 1;
          assertThat(last).isNotNegative();
          assertThat(series.path("readyHosts").get(last).asInt()).isEqualTo(1);
          assertThat(series.path("vcpus").get(last).asInt()).isPositive();
          assertThat(series.path("jobs")).hasSize(last + 1);
        });
    assertThat(admin.get("/admin/regions/AWS_EU_WEST_1/series").body().path("at")).isEmpty();
  }

  private JsonNode series(String query) {
    return task.api.get(task.path + "/series" + query).body();
  }

  private int stored() {
    return jdbc.sql("select count(*) from task_point where task_id = :task")
        .param("task", task.id())
        .query(Integer.class)
        .single();
  }

  private static int last(JsonNode series, String status) {
    JsonNode values = series.path("jobStatuses").path(status);
    return values.get(values.size() - 1).asInt();
  }

  /** A job that waits forever, because no host has so much memory. */
  private static Map<String, Object> huge() {
    Map<String, Object> definition = TestTask.script("true");
    definition.put("maxMemory", 235_520);
    return definition;
  }
}

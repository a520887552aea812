package org.openhtc.job.cancellation;

import static java.util.Locale.ROOT;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.openhtc.job.JobJson;
import org.openhtc.job.retry.FailFast;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;

/** Finds batches and groups with as many failed jobs as their {@code failFast} allows. */
@Repository
class FailFastStore {
  private static final TypeReference<FailFast> FAIL_FAST = new TypeReference<>() {};

  private static final String FIND =
      """
      select fail_fast, task_id, coalesce(group_name, '') as group_name from job_batch
      where id = :batch and fail_fast is not null and stop_reason is null
      """;

  private static final String OF_BATCH =
      "select id, size, failures from job_batch where id = :batch";

  private static final String OF_GROUP =
      """
      select id, size, failures from job_batch
      where task_id = :task and coalesce(group_name, '') = :group
      """;

  /** Batches to be stopped. */
  record Stop(List<UUID> batches, String reason) {}

  private record Rule(FailFast failFast, UUID task, String group) {}

  private record Failures(UUID batch, int size, int failures) {}

  private final JdbcClient jdbc;
  private final JobJson json;

  FailFastStore(JdbcClient jdbc, JobJson json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /** What has to be stopped because of failures in the batch; empty if nothing has. */
  Optional<Stop> reached(UUID batch) {
    return jdbc.sql(FIND)
        .param("batch", batch)
        .query((row, n) ->
            new Rule(
                json.read(row.getString("fail_fast"), FAIL_FAST),
                row.getObject("task_id", UUID.class),
                row.getString("group_name")))
        .optional()
        .flatMap(rule -> reached(batch, rule));
  }

  private Optional<Stop> reached(UUID batch, Rule rule) {
    List<Failures> all =
        switch (rule.failFast.scope()) {
          case BATCH -> failures(jdbc.sql(OF_BATCH).param("batch", batch));
          case GROUP ->
              failures(jdbc.sql(OF_GROUP).param("task", rule.task).param("group", rule.group));
        };
    long failed = all.stream().mapToLong(Failures::failures).sum();
    long size = all.stream().mapToLong(Failures::size).sum();
    return rule.failFast.isReached(failed, size)
        ? Optional.of(
            new Stop(
                all.stream().map(Failures::batch).toList(),
                "Cancelled by failFast: %d of %d jobs of its %s failed"
                    .formatted(failed, size, rule.failFast.scope().name().toLowerCase(ROOT))))
        : Optional.empty();
  }

  private static List<Failures> failures(JdbcClient.StatementSpec statement) {
    return statement
        .query((row, n) ->
            new Failures(
                row.getObject("id", UUID.class), row.getInt("size"), row.getInt("failures")))
        .list();
  }
}

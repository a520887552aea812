package org.openhtc.job.cancellation;

import static java.util.Locale.ROOT;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.openhtc.job.JobJson;
import org.openhtc.job.retry.FailFast;
import org.openhtc.sql.SqlArrays;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;

/** Finds batches and groups with as many failed jobs as their {@code failFast} allows. */
@Repository
class FailFastStore {
  private static final TypeReference<FailFast> FAIL_FAST = new TypeReference<>() {};

  private static final String FIND =
      """
      select id, fail_fast, task_id, coalesce(group_name, '') as group_name from job_batch
      where fail_fast is not null and stop_reason is null and %s
      order by id
      """;

  private static final String GIVEN = "id = any(:batches::uuid[])";
  private static final String THAT_MAY_BE_REACHED =
      "is_live and (failures > 0 or fail_fast ->> 'scope' = 'GROUP')";

  private static final String OF_BATCH = "id = :batch";
  private static final String OF_GROUP = "task_id = :task and group_name = :group";
  private static final String WITHOUT_GROUP =
      "task_id = :task and (group_name is null or group_name = '')";

  private static final String FAILURES =
      """
      select coalesce(sum(failures), 0) as failures, coalesce(sum(size), 0) as size
      from job_batch where %s
      """;

  /** Limits of a transaction. Only jobs with rows that wait are changed one by one. */
  private static final int MOST_BATCHES = 1_000;

  private static final int MOST_JOBS = 10_000;

  /** The first batches that together have at most {@code :jobs} jobs to change; at least one. */
  private static final String LIVE =
      """
      select id from (
        select id, sum(waiting) over (order by seq) - waiting as before
        from (
          select id, seq, waiting from job_batch
          where is_live and stop_reason is null and %s order by seq limit :batches
        ) first
      ) counted
      where before < :jobs
      """;

  /** Some of the batches to be stopped. */
  record Stop(List<UUID> batches, String reason) {}

  /**
   * A rule, and the jobs whose failures it counts.
   *
   * @param batch any batch of the group
   */
  record Rule(FailFast failFast, UUID batch, UUID task, String group) {
    /** Equal for rules that count the same jobs. */
    private List<Object> scope() {
      return switch (failFast.scope()) {
        case BATCH -> List.of(batch);
        case GROUP -> List.of(failFast, task, group);
      };
    }
  }

  private record Failures(long failed, long size) {}

  private final JdbcClient jdbc;
  private final JobJson json;

  FailFastStore(JdbcClient jdbc, JobJson json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /** The rules of the batches; those that count the same jobs once. */
  Collection<Rule> rules(Collection<UUID> batches) {
    return rules(jdbc.sql(FIND.formatted(GIVEN)).param("batches", SqlArrays.uuids(batches)));
  }

  /** All rules that may have to stop jobs; those that count the same jobs once. */
  Collection<Rule> liveRules() {
    return rules(jdbc.sql(FIND.formatted(THAT_MAY_BE_REACHED)));
  }

  private Collection<Rule> rules(JdbcClient.StatementSpec found) {
    Map<List<Object>, Rule> byScope = new LinkedHashMap<>();
    found
        .query((row, n) ->
            new Rule(
                json.read(row.getString("fail_fast"), FAIL_FAST),
                row.getObject("id", UUID.class),
                row.getObject("task_id", UUID.class),
                row.getString("group_name")))
        .list()
        .forEach(rule -> byScope.putIfAbsent(rule.scope(), rule));
    return byScope.values();
  }

  /** Some batches that have to be stopped by the rule; empty if there are none. */
  Optional<Stop> reached(Rule rule) {
    Failures all =
        select(FAILURES, rule)
            .query((row, n) -> new Failures(row.getLong("failures"), row.getLong("size")))
            .single();
    return rule.failFast.isReached(all.failed, all.size)
        ? Optional.of(live(rule))
            .filter(some -> !some.isEmpty())
            .map(some -> new Stop(some, reason(rule, all)))
        : Optional.empty();
  }

  private List<UUID> live(Rule rule) {
    return select(LIVE, rule)
        .param("batches", MOST_BATCHES)
        .param("jobs", MOST_JOBS)
        .query((row, n) -> row.getObject("id", UUID.class))
        .list();
  }

  private static String reason(Rule rule, Failures all) {
    return "Cancelled by failFast: %d of %d jobs of its %s failed"
        .formatted(all.failed, all.size, rule.failFast.scope().name().toLowerCase(ROOT));
  }

  /** The condition has the form of an index. */
  private JdbcClient.StatementSpec select(String what, Rule rule) {
    return switch (rule.failFast.scope()) {
      case BATCH -> jdbc.sql(what.formatted(OF_BATCH)).param("batch", rule.batch);
      case GROUP -> {
        boolean isNamed = !rule.group.isEmpty();
        var ofTask = jdbc.sql(what.formatted(isNamed ? OF_GROUP : WITHOUT_GROUP));
        yield ofTask.param("task", rule.task).param("group", rule.group);
      }
    };
  }
}

package org.openhtc.job.query;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.openhtc.api.PageCursor;
import org.openhtc.job.JobDefinition;
import org.openhtc.job.JobId;
import org.openhtc.job.JobJson;
import org.openhtc.job.JobStatus;
import org.openhtc.job.JobTag;
import org.openhtc.job.retry.RetryRule;
import org.openhtc.job.retry.RetryStrategy;
import org.openhtc.sql.SqlArrays;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;

/**
 * Reads jobs. A job without a row of its own is read from its batch; only this package knows the
 * difference.
 */
@Repository
public class JobQueries {
  /** The number of a batch's jobs that have the requested status, according to its counters. */
  private static final String MATCHING =
      """
      (case
         when :status::text is null then b.size
         else case :status when 'RUNNABLE' then b.waiting when 'STARTING' then b.starting
                when 'RUNNING' then b.running when 'SUCCEEDED' then b.succeeded
                when 'FAILED' then b.failed else 0 end
              + case when b.tail_status = :status then b.tail_size else 0 end
       end)
      """;

  /**
   * The batches of a page: only as many as are needed according to their counters, so that a page
   * of a hundred does not expand a million jobs. Each step reads the next batch by its index: the
   * comparison of rows leaves no other plan. So a page costs the same at any position of a list.
   * The cursor's own batch counts as 0, because earlier pages may contain all of its jobs.
   */
  private static final String BATCHES_OF_PAGE =
      """
      with recursive walk (seq, id, matching) as (
        select :seq::bigint - 1, null::uuid, 0::bigint
        union all
        select n.seq, n.id,
               walk.matching + case when n.seq = :seq then 0 else n.matching end
        from walk cross join lateral (
          select b.id, b.seq, %1$s as matching
          from job_batch b
          where (%2$s, b.seq) > (%3$s, walk.seq)
            and (%2$s, b.seq) <= (%3$s, 9223372036854775807)
            and %1$s > 0 %4$s
          order by %2$s, b.seq limit 1
        ) n
        where walk.matching < :limit
      ),
      b as materialized (select b.* from walk join job_batch b on b.id = walk.id)
      """;

  /**
   * The jobs of a page: at most so many of each batch, in the order of their indexes. Without a
   * requested status all jobs of a batch match; otherwise those of rows with this status, and of
   * the tail if it has it: its jobs without rows are those that were not withdrawn.
   */
  private static final String JOBS_OF_PAGE =
      """
      , i as materialized (
        select b.id as batch_id, b.seq, m.index
        from (
          select *, case when seq = :seq then least(:index::bigint + 1, size)::int else 0 end as start
          from b
        ) b
        cross join lateral (
          select g as index
          from generate_series(b.start, least(b.size - 1, b.start + :limit - 1)) as g
          where :status::text is null
          union all
          (select r.index from job r
           where r.batch_id = b.id and r.index >= b.start and r.status = :status
           order by r.index limit :limit)
          union all
          (select g from generate_series(greatest(b.next_index, b.start), b.size - 1) as g
           where b.tail_status = :status
           except
           select unnest(b.withdrawn)
           order by 1 limit :limit)
        ) as m
        order by b.seq, m.index
        limit :limit
      )
      """;

  /** Why a waiting job waits for a host. */
  private static final String COLUMNS =
      JobRow.COLUMNS
          + """
          , case when coalesce(j.status, b.tail_status) = 'RUNNABLE' then (
              select w.reason from waiting_reason w
              where w.project_id = b.project_id and w.priority = b.priority
                and w.architecture = b.architecture and w.vcpus = b.vcpus
                and w.memory_mib = b.memory_mib and w.disk_gib = b.disk_gib
                and w.regions = b.regions
            ) end as waiting_reason
          """;

  /**
   * The job's own row, if it has one, by its key. The planner expects many more jobs than a page
   * has, and would read the whole table for them: {@code offset 0} leaves it no other plan.
   */
  private static final String OWN_ROW =
      """
      left join lateral (
        select * from job r where r.batch_id = b.id and r.index = i.index offset 0
      ) j on true
      """;

  /** Joins one row for each job of event {@code e}, with its index {@code i}, as above. */
  public static final String ROWS_OF_EVENTS =
      """
      cross join lateral unnest(e.indexes) as i (index)
      cross join lateral (
        select * from job r where r.batch_id = e.batch_id and r.index = i.index offset 0
      ) j
      left join job_attempt a on a.batch_id = e.batch_id and a.index = i.index
        and a.attempt = greatest(e.attempt, 1)
      """;

  private static final String OF_TASK = pageOf("b.task_id", ":task::uuid", "");

  /** For a status that only jobs of live batches have: of many batches, few are live. */
  private static final String LIVE_OF_TASK = pageOf("b.task_id", ":task::uuid", "and b.is_live");

  private static final String OF_GROUP =
      pageOf("b.task_id, b.group_name", ":task::uuid, :group::text", "");

  private static final String LIST_CHOSEN =
      "select "
          + COLUMNS
          + """
          from unnest(:batches::uuid[], :indexes::int[]) as i (batch_id, index)
          join job_batch b on b.id = i.batch_id and i.index < b.size and b.task_id = :task
            and b.seq >= :seq and (:group::text is null or b.group_name = :group)
          """
          + OWN_ROW
          + """
          where (:status::text is null or coalesce(j.status, b.tail_status) = :status)
            and (b.seq > :seq or i.index > :index)
          order by b.seq, i.index
          limit :limit
          """;

  private static final String ONE =
      "select "
          + COLUMNS
          + """
          from job_batch b
          cross join (select :index::int as index) i
          left join job j on j.batch_id = b.id and j.index = i.index
          where b.id = :batch and b.task_id = :task and i.index < b.size
          """;

  private static final String DEFINITIONS =
      """
      select id, definition, tags, job_name, max_retries, retry_rules
      from job_batch where id = any(:ids::uuid[])
      """;

  private static final TypeReference<List<RetryRule>> RULES = new TypeReference<>() {};

  /** The properties that all jobs of a batch share, read once per batch. */
  public record Shared(
      @Nullable String name, JobDefinition definition, RetryStrategy retries, List<JobTag> tags) {}

  private final JdbcClient jdbc;
  private final JobJson json;

  JobQueries(JdbcClient jdbc, JobJson json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /** Up to {@code limit} jobs after the cursor, in order of submission and index. */
  List<JobRow> list(JobFilter filter, @Nullable PageCursor after, int limit) {
    JdbcClient.StatementSpec statement =
        filter.ids().isEmpty() ? jdbc.sql(pageOf(filter)) : chosen(filter.ids());
    return statement
        .param("task", filter.taskId())
        .param("group", filter.group())
        .param("status", filter.status() == null ? null : filter.status().name())
        .param("seq", after == null ? -1L : after.number(0))
        .param("index", after == null ? -1 : after.index(1))
        .param("limit", limit)
        .query((row, n) -> JobRow.of(row))
        .list();
  }

  private static String pageOf(JobFilter filter) {
    if (filter.group() != null) {
      return OF_GROUP;
    }
    JobStatus status = filter.status();
    return status == null || status.isTerminal() ? OF_TASK : LIVE_OF_TASK;
  }

  /**
   * @param columns that the batches have in common, as they begin an index that ends with {@code
   *     seq}
   * @param values of these columns
   * @param batches further condition on the batches, with their alias {@code b}
   */
  private static String pageOf(String columns, String values, String batches) {
    return BATCHES_OF_PAGE.formatted(MATCHING, columns, values, batches)
        + JOBS_OF_PAGE
        + "select "
        + COLUMNS
        + """
        from i join b on b.id = i.batch_id
        """
        + OWN_ROW
        + """
        order by b.seq, i.index
        """;
  }

  private JdbcClient.StatementSpec chosen(List<JobId> ids) {
    List<JobId> distinct = ids.stream().distinct().toList();
    return jdbc.sql(LIST_CHOSEN)
        .param("batches", SqlArrays.uuids(distinct, JobId::batchId))
        .param("indexes", SqlArrays.integers(distinct, JobId::index));
  }

  static PageCursor cursor(JobRow row) {
    return PageCursor.of(row.seq(), row.id().index());
  }

  /** The job; empty if the task has no such job. */
  public Optional<JobRow> one(UUID taskId, JobId id) {
    return jdbc.sql(ONE)
        .param("batch", id.batchId())
        .param("index", id.index())
        .param("task", taskId)
        .query((row, n) -> JobRow.of(row))
        .optional();
  }

  /** The shared properties of the batches, by their ids. */
  public Map<UUID, Shared> shared(Collection<UUID> batches) {
    Map<UUID, Shared> shared = new HashMap<>();
    jdbc.sql(DEFINITIONS)
        .param("ids", SqlArrays.uuids(Set.copyOf(batches)))
        .query(row -> {
          shared.put(row.getObject("id", UUID.class), sharedOf(row));
        });
    return shared;
  }

  private Shared sharedOf(ResultSet row) throws SQLException {
    String rules = row.getString("retry_rules");
    return new Shared(
        row.getString("job_name"),
        json.definition(row.getString("definition")),
        new RetryStrategy(
            row.getInt("max_retries"), rules == null ? null : json.read(rules, RULES)),
        json.tags(row.getString("tags")));
  }
}

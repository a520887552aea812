package org.openhtc.job.assignment;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.openhtc.job.JobId;
import org.openhtc.job.JobJson;
import org.openhtc.job.JobStatus;
import org.openhtc.registry.PinnedImage;
import org.openhtc.sql.SqlArrays;
import org.openhtc.sql.SqlTime;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads the assignments of hosts. */
@Repository
class AssignmentStore {
  private static final String ASSIGNMENT =
      """
      select j.host, j.batch_id, j.index, j.attempt, j.status, j.placed_at, j.started_at,
             j.cancel_requested_at is not null as cancel_requested,
             b.exec_timeout_seconds, b.disk_gib, b.vcpus,
             coalesce(j.memory_mib, b.memory_mib) as memory_mib
      from job j join job_batch b on b.id = j.batch_id
      where j.status in ('STARTING', 'RUNNING') and
      """;

  private static final String OLDEST_FIRST = "order by j.placed_at, j.batch_id, j.index";

  private static final String ON_HOST = ASSIGNMENT + "j.host = :host\n" + OLDEST_FIRST;

  private static final String RENAME =
      "update job set host = :new where host = :host and status in ('STARTING', 'RUNNING')";

  private static final String ON_HOSTS =
      ASSIGNMENT + "j.host = any(:hosts::text[])\n" + OLDEST_FIRST;

  private static final String ONE =
      ASSIGNMENT
          + """
          j.host = :host and j.batch_id = :batch and j.index = :index and j.attempt = :attempt
          """;

  private static final String NEEDS =
      """
      select id, exec_timeout_seconds, disk_gib, vcpus, memory_mib
      from job_batch where id = any(:ids::uuid[])
      """;

  private static final String OWN_MEMORY =
      """
      select j.batch_id, j.index, j.memory_mib
      from unnest(:batches::uuid[], :indexes::int[]) as wanted (batch_id, index)
      join job j on j.batch_id = wanted.batch_id and j.index = wanted.index
      where j.memory_mib is not null
      """;

  private static final String JOBS_BY_HOST =
      """
      select host, count(*) as jobs from job where status in ('STARTING', 'RUNNING') group by host
      """;

  private static final String SPEC =
      """
      select id, project_id, task_id, workspace_id, created_by, image, definition
      from job_batch where id = :id
      """;

  /** The part of an assignment that all jobs of a batch share. */
  record Needs(int execTimeoutSeconds, int diskGib, int vcpus, int memoryMib) {
    static Needs of(ResultSet row) throws SQLException {
      return new Needs(
          row.getInt("exec_timeout_seconds"),
          row.getInt("disk_gib"),
          row.getInt("vcpus"),
          row.getInt("memory_mib"));
    }
  }

  private final JdbcClient jdbc;
  private final JobJson json;

  AssignmentStore(JdbcClient jdbc, JobJson json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  List<Assignment> onHost(String host) {
    return jdbc.sql(ON_HOST).param("host", host).query((row, n) -> assignment(row)).list();
  }

  Map<String, List<Assignment>> onHosts(Set<String> hosts) {
    Map<String, List<Assignment>> jobs = new HashMap<>();
    jdbc.sql(ON_HOSTS)
        .param("hosts", SqlArrays.texts(hosts))
        .query(row -> {
          jobs.computeIfAbsent(row.getString("host"), h -> new ArrayList<>()).add(assignment(row));
        });
    return jobs;
  }

  Optional<Assignment> one(String host, JobId job, int attempt) {
    return jdbc.sql(ONE)
        .param("host", host)
        .param("batch", job.batchId())
        .param("index", job.index())
        .param("attempt", attempt)
        .query((row, n) -> assignment(row))
        .optional();
  }

  Map<UUID, Needs> needs(Set<UUID> batches) {
    Map<UUID, Needs> needs = new HashMap<>();
    jdbc.sql(NEEDS)
        .param("ids", SqlArrays.uuids(batches))
        .query(row -> {
          needs.put(row.getObject("id", UUID.class), Needs.of(row));
        });
    return needs;
  }

  void rename(String host, String newName) {
    jdbc.sql(RENAME).param("host", host).param("new", newName).update();
  }

  /** The memory of those of the jobs that do not have the memory of their batch, in MiB. */
  Map<JobId, Integer> ownMemory(List<JobId> jobs) {
    Map<JobId, Integer> memory = new HashMap<>();
    jdbc.sql(OWN_MEMORY)
        .param("batches", SqlArrays.uuids(jobs, JobId::batchId))
        .param("indexes", SqlArrays.integers(jobs, JobId::index))
        .query(row -> {
          memory.put(
              new JobId(row.getObject("batch_id", UUID.class), row.getInt("index")),
              row.getInt("memory_mib"));
        });
    return memory;
  }

  Map<String, Integer> jobsByHost() {
    Map<String, Integer> jobs = new HashMap<>();
    jdbc.sql(JOBS_BY_HOST)
        .query(row -> {
          jobs.put(row.getString("host"), row.getInt("jobs"));
        });
    return jobs;
  }

  Optional<BatchSpec> spec(UUID batchId) {
    return jdbc.sql(SPEC)
        .param("id", batchId)
        .query((row, n) ->
            new BatchSpec(
                row.getObject("id", UUID.class),
                row.getObject("project_id", UUID.class),
                row.getObject("task_id", UUID.class),
                row.getString("workspace_id"),
                row.getString("created_by"),
                image(row.getString("image")),
                json.definition(row.getString("definition"))))
        .optional();
  }

  private static @Nullable PinnedImage image(@Nullable String stored) {
    return stored == null ? null : PinnedImage.parse(stored);
  }

  private static Assignment assignment(ResultSet row) throws SQLException {
    Needs needs = Needs.of(row);
    return new Assignment(
        new JobId(row.getObject("batch_id", UUID.class), row.getInt("index")),
        row.getInt("attempt"),
        JobStatus.valueOf(row.getString("status")),
        SqlTime.required(row, "placed_at"),
        SqlTime.optional(row, "started_at"),
        row.getBoolean("cancel_requested"),
        needs.execTimeoutSeconds(),
        needs.diskGib(),
        needs.vcpus(),
        needs.memoryMib());
  }
}

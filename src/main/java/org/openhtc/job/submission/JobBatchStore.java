package org.openhtc.job.submission;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openhtc.job.JobDefinition;
import org.openhtc.job.JobJson;
import org.openhtc.job.lifecycle.StatusReason;
import org.openhtc.job.lifecycle.TailEventWriter;
import org.openhtc.sql.SqlArrays;
import org.openhtc.sql.SqlTime;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.stereotype.Repository;

/** Inserts new batches, each as one row for any number of jobs, inside a transaction. */
@Repository
class JobBatchStore {
  private static final String INSERT =
      """
      insert into job_batch
        (id, task_id, project_id, workspace_id, created_by, job_name, group_name, regions, priority,
         architecture, vcpus, memory_mib, disk_gib, max_retries,
         retry_rules, fail_fast, image, definition, tags, stored_bytes, size,
         submitted_at, updated_at, tail_reason)
      values
        (:id, :task, :project, :workspace, :createdBy, :jobName, :group, :regions::text[],
         :priority, :architecture, :vcpus, :memory, :disk, :maxRetries, :rules::jsonb, :failFast::jsonb, :image,
         :definition::jsonb,
         :tags::jsonb, :storedBytes, :size, :now, :now, :reason)
      """;

  private final NamedParameterJdbcTemplate jdbc;
  private final JobJson json;
  private final TailEventWriter events;

  JobBatchStore(NamedParameterJdbcTemplate jdbc, JobJson json, TailEventWriter events) {
    this.jdbc = jdbc;
    this.json = json;
    this.events = events;
  }

  void insert(List<SubmittedBatch> batches, Instant now) {
    jdbc.batchUpdate(
        INSERT, batches.stream().map(b -> row(b, now)).toArray(SqlParameterSource[]::new));
    events.submitted(batches.stream().map(SubmittedBatch::parentJobId).toList());
  }

  private @Nullable String jsonOrNull(@Nullable Object value) {
    return value == null ? null : json.write(value);
  }

  private MapSqlParameterSource row(SubmittedBatch batch, Instant now) {
    JobDefinition definition = batch.htcJobDefinition();
    String definitionJson = json.write(definition);
    String tagsJson = json.write(batch.tags());
    return new MapSqlParameterSource()
        .addValue("id", batch.parentJobId())
        .addValue("task", batch.taskId())
        .addValue("project", batch.projectId())
        .addValue("workspace", batch.workspaceId())
        .addValue("createdBy", batch.createdBy())
        .addValue("jobName", batch.jobName())
        .addValue("group", batch.group())
        .addValue("regions", SqlArrays.names(batch.regions()))
        .addValue("priority", definition.priority().name())
        .addValue("architecture", definition.architecture().name())
        .addValue("vcpus", definition.maxVCpus())
        .addValue("memory", definition.maxMemory())
        .addValue("disk", definition.maxDiskGiB())
        .addValue("maxRetries", batch.retryStrategy().maxRetries())
        .addValue("rules", jsonOrNull(batch.retryStrategy().rules()))
        .addValue("failFast", jsonOrNull(batch.failFast()))
        .addValue("image", batch.image() == null ? null : batch.image().toString())
        .addValue("definition", definitionJson)
        .addValue("tags", tagsJson)
        .addValue("storedBytes", StoredSize.of(definitionJson, tagsJson))
        .addValue("size", batch.batchSize())
        .addValue("reason", StatusReason.WAITS_FOR_ADMISSION)
        .addValue("now", SqlTime.of(now));
  }
}

package org.openhtc.job.query;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.openhtc.api.ApiController;
import org.openhtc.api.ApiException;
import org.openhtc.api.Caller;
import org.openhtc.api.Page;
import org.openhtc.api.PageQuery;
import org.openhtc.job.GroupName;
import org.openhtc.job.JobId;
import org.openhtc.job.JobStatus;
import org.openhtc.task.TaskAccess;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

@ApiController
class JobController {
  /** Whether a list contains the definition and the tags of each job ({@code FULL}) or not. */
  enum ViewType {
    FULL,
    SIMPLE
  }

  /** The size at which a page of the FULL view ends, in bytes of definitions. */
  private static final int MAX_SIZE = 8 << 20;

  private final TaskAccess tasks;
  private final JobAccess jobs;
  private final JobQueries queries;

  JobController(TaskAccess tasks, JobAccess jobs, JobQueries queries) {
    this.tasks = tasks;
    this.jobs = jobs;
    this.queries = queries;
  }

  @GetMapping("/htc/projects/{projectId}/tasks/{taskId}/jobs")
  Page<JobView> list(
      Caller caller,
      @PathVariable String projectId,
      @PathVariable String taskId,
      @RequestParam(required = false) @Nullable String group,
      @RequestParam(required = false) @Nullable List<String> jobId,
      @RequestParam(required = false) @Nullable JobStatus status,
      @RequestParam(defaultValue = "FULL") ViewType viewType,
      @RequestParam(required = false) @Nullable String pageIndex,
      @RequestParam(required = false) @Nullable Integer pageSize) {
    UUID task = tasks.visible(caller, projectId, taskId).id();
    PageQuery page = PageQuery.of(pageIndex, pageSize);
    JobFilter filter = new JobFilter(task, GroupName.checked(group), status, ids(jobId));
    List<JobRow> rows = queries.list(filter, page.cursor(2).orElse(null), page.pageSize() + 1);
    boolean hasMore = rows.size() > page.pageSize();
    List<JobRow> shown = hasMore ? rows.subList(0, page.pageSize()) : rows;
    return viewType == ViewType.SIMPLE
        ? Page.of(shown, hasMore, JobQueries::cursor, row -> JobView.of(row, null))
        : full(shown, hasMore);
  }

  /** Ends the page early if its definitions, which each of its jobs repeats, would be too large. */
  private Page<JobView> full(List<JobRow> rows, boolean hasMore) {
    long size = 0;
    int count = 0;
    while (count < rows.size() && (count == 0 || size <= MAX_SIZE)) {
      size += rows.get(count).storedBytes();
      count++;
    }
    List<JobRow> shown = rows.subList(0, count);
    Map<UUID, JobQueries.Shared> shared = queries.shared(batches(shown));
    return Page.of(
        shown,
        hasMore || count < rows.size(),
        JobQueries::cursor,
        row -> JobView.of(row, shared.get(row.id().batchId())));
  }

  private static List<UUID> batches(List<JobRow> rows) {
    return rows.stream().map(row -> row.id().batchId()).toList();
  }

  @GetMapping("/htc/projects/{projectId}/tasks/{taskId}/jobs/{jobId}")
  JobView one(
      Caller caller,
      @PathVariable String projectId,
      @PathVariable String taskId,
      @PathVariable String jobId) {
    JobRow row = jobs.visible(caller, projectId, taskId, jobId);
    UUID batch = row.id().batchId();
    return JobView.of(row, queries.shared(List.of(batch)).get(batch));
  }

  private static List<JobId> ids(@Nullable List<String> jobIds) {
    return jobIds == null
        ? List.of()
        : jobIds.stream()
            .map(id ->
                JobId.parse(id)
                    .orElseThrow(
                        () -> ApiException.invalid("jobId '%s' is not a job id.".formatted(id))))
            .toList();
  }
}

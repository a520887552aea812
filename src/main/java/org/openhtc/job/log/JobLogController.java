package org.openhtc.job.log;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openhtc.api.ApiController;
import org.openhtc.api.Caller;
import org.openhtc.api.Page;
import org.openhtc.api.PageCursor;
import org.openhtc.api.PageQuery;
import org.openhtc.job.query.JobAccess;
import org.openhtc.job.query.JobRow;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

@ApiController
class JobLogController {
  /** Log pages may be larger than others (API contract). */
  private static final int MAX_PAGE = 10_000;

  /** Which end of the log comes first. */
  enum Sort {
    asc,
    desc
  }

  private final JobAccess jobs;
  private final LogReadLimiter logs;

  JobLogController(JobAccess jobs, LogReadLimiter logs) {
    this.jobs = jobs;
    this.logs = logs;
  }

  @GetMapping("/htc/projects/{projectId}/tasks/{taskId}/jobs/{jobId}/logs")
  Page<JobLogLine> logs(
      Caller caller,
      @PathVariable String projectId,
      @PathVariable String taskId,
      @PathVariable String jobId,
      @RequestParam(defaultValue = "desc") Sort sort,
      @RequestParam(required = false) @Nullable String pageIndex,
      @RequestParam(required = false) @Nullable Integer pageSize) {
    PageQuery page = PageQuery.of(pageIndex, pageSize, MAX_PAGE);
    JobRow job = jobs.visible(caller, projectId, taskId, jobId);
    return Page.of(
        rows(job, page, sort), page, JobLogPages.Placed::cursor, JobLogPages.Placed::line);
  }

  private List<JobLogPages.Placed> rows(JobRow job, PageQuery page, Sort sort) {
    if (job.attempt() == 0) {
      return List.of();
    }
    PageCursor cursor = page.cursor(2).orElse(null);
    boolean ascending = sort == Sort.asc;
    return logs.read(
        job.log(job.status().isTerminal()),
        JobLogPages.since(cursor, ascending),
        lines -> JobLogPages.of(lines).after(cursor, ascending, page.pageSize() + 1));
  }
}

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
  /** Pages of logs may be larger than other pages (API contract). */
  private static final int MAX_PAGE = 10_000;

  /** The order of the lines on a page. */
  enum Sort {
    asc,
    desc
  }

  private final JobAccess jobs;
  private final JobLogQueries attempts;
  private final LogReadLimiter logs;

  JobLogController(JobAccess jobs, JobLogQueries attempts, LogReadLimiter logs) {
    this.jobs = jobs;
    this.attempts = attempts;
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
    return Page.of(rows(job, page, sort), page, JobLogPages.Entry::cursor, JobLogPages.Entry::line);
  }

  private List<JobLogPages.Entry> rows(JobRow job, PageQuery page, Sort sort) {
    if (job.attempt() == 0) {
      return List.of();
    }
    PageCursor cursor = page.cursor(2).orElse(null);
    boolean ascending = sort == Sort.asc;
    return logs.read(
        attempts.latest(job),
        JobLogPages.since(cursor, ascending),
        lines -> JobLogPages.of(lines).after(cursor, ascending, page.pageSize() + 1));
  }
}

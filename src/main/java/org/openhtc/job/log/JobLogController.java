package org.openhtc.job.log;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.openhtc.api.ApiController;
import org.openhtc.api.ApiException;
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

  /** Most characters of a page, up to 8 MiB; a page that reaches it has fewer lines. */
  private static final int MAX_SIZE = 4 << 20;

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
      @RequestParam(required = false) @Nullable Integer attempt,
      @RequestParam(required = false) @Nullable String pageIndex,
      @RequestParam(required = false) @Nullable Integer pageSize) {
    PageQuery page = PageQuery.of(pageIndex, pageSize, MAX_PAGE);
    JobRow job = jobs.visible(caller, projectId, taskId, jobId);
    LogSelection lines = selection(page, sort);
    log(job, attempt).ifPresent(log -> logs.read(caller, log, lines));
    return Page.of(lines.entries(), lines.hasMore(), LogEntry::cursor, LogEntry::line);
  }

  /** Empty if the attempt was never placed. */
  private Optional<JobLogSource.Request> log(JobRow job, @Nullable Integer attempt) {
    if (attempt == null) {
      return attempts.latest(job);
    }
    if (attempt < 1 || attempt > Math.max(1, job.attempt())) {
      throw ApiException.notFound("attempt", job.id() + "#" + attempt);
    }
    return attempts.ofAttempt(job, attempt);
  }

  private static LogSelection selection(PageQuery page, Sort sort) {
    PageCursor cursor = page.cursor(2).orElse(null);
    LogSelection.Limits limits = new LogSelection.Limits(page.pageSize(), MAX_SIZE);
    return switch (sort) {
      case asc -> LogSelection.ascending(cursor, limits);
      case desc -> LogSelection.descending(cursor, limits);
    };
  }
}

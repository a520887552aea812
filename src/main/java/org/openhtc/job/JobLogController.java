package org.openhtc.job;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openhtc.api.ApiController;
import org.openhtc.api.Caller;
import org.openhtc.api.Page;
import org.openhtc.api.PageQuery;
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
  private final JobLogSource source;

  JobLogController(JobAccess jobs, JobLogSource source) {
    this.jobs = jobs;
    this.source = source;
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
    JobLogPages pages = JobLogPages.of(lines(job));
    List<JobLogPages.Placed> rows =
        pages.after(page.cursor(2).orElse(null), sort == Sort.asc, page.pageSize() + 1);
    return Page.of(rows, page, JobLogPages.Placed::cursor, JobLogPages.Placed::line);
  }

  private List<JobLogLine> lines(JobRow job) {
    return job.attempt() == 0 ? List.of() : source.lines(job.log(job.status().isTerminal()), null);
  }
}

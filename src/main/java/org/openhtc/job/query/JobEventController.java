package org.openhtc.job.query;

import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.openhtc.api.ApiController;
import org.openhtc.api.Caller;
import org.openhtc.api.Page;
import org.openhtc.api.PageCursor;
import org.openhtc.api.PageQuery;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

@ApiController
class JobEventController {
  private record Numbered(int position, JobHistoryEntry entry) {}

  private final JobAccess jobs;
  private final JobHistoryQueries history;

  JobEventController(JobAccess jobs, JobHistoryQueries history) {
    this.jobs = jobs;
    this.history = history;
  }

  @GetMapping("/htc/projects/{projectId}/tasks/{taskId}/jobs/{jobId}/events")
  Page<JobHistoryEntry> events(
      Caller caller,
      @PathVariable String projectId,
      @PathVariable String taskId,
      @PathVariable String jobId,
      @RequestParam(required = false) @Nullable String pageIndex,
      @RequestParam(required = false) @Nullable Integer pageSize) {
    PageQuery page = PageQuery.of(pageIndex, pageSize);
    List<JobHistoryEntry> entries = history.of(jobs.visible(caller, projectId, taskId, jobId));
    long from = page.cursor(1).map(cursor -> cursor.index(0) + 1L).orElse(0L);
    List<Numbered> rows =
        IntStream.range(0, entries.size())
            .filter(position -> position >= from)
            .limit(page.pageSize() + 1L)
            .mapToObj(position -> new Numbered(position, entries.get(position)))
            .toList();
    return Page.of(rows, page, row -> PageCursor.of(row.position), Numbered::entry);
  }
}

package org.openhtc.job.grid;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.openhtc.api.ApiController;
import org.openhtc.api.ApiException;
import org.openhtc.api.Caller;
import org.openhtc.api.Page;
import org.openhtc.api.PageCursor;
import org.openhtc.api.PageQuery;
import org.openhtc.task.TaskAccess;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

@ApiController
class JobGridController {
  /**
   * A change becomes visible when its transaction commits, which can be later than the time that
   * the transaction has written. Changes of the last minute are therefore returned again.
   */
  private static final Duration OVERLAP = Duration.ofMinutes(1);

  /** Times outside of these years are refused: the database cannot store all of them. */
  private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");

  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

  private final TaskAccess tasks;
  private final JobGridQueries queries;
  private final Clock clock;

  JobGridController(TaskAccess tasks, JobGridQueries queries, Clock clock) {
    this.tasks = tasks;
    this.queries = queries;
    this.clock = clock;
  }

  @GetMapping("/htc/projects/{projectId}/tasks/{taskId}/jobs/grid")
  JobGrid grid(
      Caller caller,
      @PathVariable String projectId,
      @PathVariable String taskId,
      @RequestParam(required = false) @Nullable Instant since,
      @RequestParam(required = false) @Nullable String pageIndex,
      @RequestParam(required = false) @Nullable Integer pageSize) {
    UUID task = tasks.visible(caller, projectId, taskId).id();
    PageQuery page = PageQuery.of(pageIndex, pageSize == null ? PageQuery.MAX_SIZE : pageSize);
    long after = page.cursor(1).map(cursor -> cursor.number(0)).orElse(0L);
    requireInRange(since);
    Instant next = clock.instant().minus(OVERLAP);
    List<GridBatch> batches = queries.batches(task, after, since, page.pageSize() + 1);
    Page<GridBatch> shown =
        Page.of(batches, page, batch -> PageCursor.of(batch.order()), batch -> batch);
    return new JobGrid(next, shown.items(), shown.next());
  }

  private static void requireInRange(@Nullable Instant since) {
    if (since != null && (since.isBefore(EARLIEST) || since.isAfter(LATEST))) {
      throw ApiException.invalid("since '%s' is not from year 1 to 9999.".formatted(since));
    }
  }
}

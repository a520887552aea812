package org.openhtc.job.statistics;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.openhtc.api.ApiController;
import org.openhtc.api.Caller;
import org.openhtc.api.NextLink;
import org.openhtc.api.Page;
import org.openhtc.api.PageCursor;
import org.openhtc.api.PageQuery;
import org.openhtc.task.TaskAccess;
import org.springframework.beans.propertyeditors.StringArrayPropertyEditor;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.WebDataBinder;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.InitBinder;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

@ApiController
class JobStatisticsController {
  private final TaskAccess tasks;
  private final JobStatisticsQueries statistics;
  private final UsageQueries usage;

  JobStatisticsController(TaskAccess tasks, JobStatisticsQueries statistics, UsageQueries usage) {
    this.tasks = tasks;
    this.statistics = statistics;
    this.usage = usage;
  }

  /**
   * Prevents Spring from splitting the parameter at commas, which a group's name may contain. The
   * delimiter NUL occurs in no name.
   */
  @InitBinder
  void doNotSplitGroups(WebDataBinder binder) {
    binder.registerCustomEditor(String[].class, new StringArrayPropertyEditor("\0", false, false));
  }

  @GetMapping("/htc/projects/{projectId}/tasks/{taskId}/summary-statistics")
  JobStatisticsQueries.Summary ofTask(
      Caller caller,
      @PathVariable String projectId,
      @PathVariable String taskId,
      @RequestParam(defaultValue = "false") boolean includeUsage) {
    UUID task = task(caller, projectId, taskId);
    return statistics.ofTask(task).with(includeUsage ? usage.ofTask(task) : null);
  }

  @GetMapping("/htc/projects/{projectId}/tasks/{taskId}/group-summary-statistics")
  Page<JobStatisticsQueries.Summary> byGroup(
      Caller caller,
      @PathVariable String projectId,
      @PathVariable String taskId,
      @RequestParam(required = false) String @Nullable [] group,
      @RequestParam(defaultValue = "false") boolean includeUsage,
      @RequestParam(required = false) @Nullable String pageIndex,
      @RequestParam(required = false) @Nullable Integer pageSize) {
    UUID task = task(caller, projectId, taskId);
    PageQuery page = PageQuery.of(pageIndex, pageSize);
    List<JobStatisticsQueries.Summary> rows =
        statistics.byGroup(
            task, group == null ? List.of() : List.of(group), after(page), page.pageSize() + 1);
    Map<String, UsageSummary> used =
        includeUsage
            ? usage.ofGroups(task, rows.stream().map(row -> String.valueOf(row.group())).toList())
            : Map.of();
    return Page.of(
        rows,
        page,
        row -> PageCursor.of(String.valueOf(row.group())),
        row -> row.with(used.get(String.valueOf(row.group()))));
  }

  /** The response is a bare array, so a {@code Link} header (RFC 8288) contains the next page. */
  @GetMapping("/htc/projects/{projectId}/tasks/{taskId}/groups")
  ResponseEntity<List<String>> groups(
      Caller caller,
      @PathVariable String projectId,
      @PathVariable String taskId,
      @RequestParam(required = false) @Nullable String pageIndex,
      @RequestParam(required = false) @Nullable Integer pageSize) {
    UUID task = task(caller, projectId, taskId);
    PageQuery page = PageQuery.of(pageIndex, pageSize);
    List<String> names = statistics.groups(task, after(page), page.pageSize() + 1);
    if (names.size() <= page.pageSize()) {
      return ResponseEntity.ok(names);
    }
    List<String> shown = names.subList(0, page.pageSize());
    String next = NextLink.after(PageCursor.of(shown.getLast()));
    return ResponseEntity.ok()
        .header(HttpHeaders.LINK, "<%s>; rel=\"next\"".formatted(next))
        .body(shown);
  }

  private UUID task(Caller caller, String projectId, String taskId) {
    return tasks.visible(caller, projectId, taskId).id();
  }

  private static String after(PageQuery page) {
    return page.cursor(1).map(cursor -> cursor.text(0)).orElse("");
  }
}

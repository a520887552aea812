package org.openhtc.job.series;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.openhtc.api.ApiController;
import org.openhtc.api.Caller;
import org.openhtc.job.JobStatus;
import org.openhtc.job.statistics.JobStatisticsQueries;
import org.openhtc.task.TaskAccess;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** The jobs of a task by status over time. */
@ApiController
class TaskSeriesController {
  private final TaskAccess tasks;
  private final TaskSeriesStore store;
  private final JobStatisticsQueries statistics;
  private final Clock clock;

  TaskSeriesController(
      TaskAccess tasks, TaskSeriesStore store, JobStatisticsQueries statistics, Clock clock) {
    this.tasks = tasks;
    this.store = store;
    this.statistics = statistics;
    this.clock = clock;
  }

  @GetMapping("/htc/projects/{projectId}/tasks/{taskId}/series")
  TaskSeries series(
      Caller caller,
      @PathVariable String projectId,
      @PathVariable String taskId,
      @RequestParam(required = false) @Nullable Instant from,
      @RequestParam(required = false) @Nullable Instant to) {
    UUID task = tasks.visible(caller, projectId, taskId).id();
    Instant now = clock.instant();
    SeriesRange range = SeriesRange.of(from, to, store.first(task), now);
    List<TaskPoint> points = new ArrayList<>(store.read(task, range));
    if (range.to().isAfter(now) && !range.from().isAfter(now)) {
      addPresent(points, new TaskPoint(now, statistics.ofTask(task).jobStatuses()));
    }
    return series(range, points);
  }

  /** The stored points can be an interval old. */
  private static void addPresent(List<TaskPoint> points, TaskPoint present) {
    if (points.isEmpty() || points.getLast().at().isBefore(present.at())) {
      points.add(present);
    }
  }

  private static TaskSeries series(SeriesRange range, List<TaskPoint> points) {
    Map<JobStatus, List<Long>> columns = new EnumMap<>(JobStatus.class);
    for (JobStatus status : TaskSeriesStore.STATUSES) {
      columns.put(
          status, points.stream().map(point -> point.counts().getOrDefault(status, 0L)).toList());
    }
    return new TaskSeries(
        range.from(),
        range.to(),
        range.step().toSeconds(),
        points.stream().map(TaskPoint::at).toList(),
        columns);
  }
}

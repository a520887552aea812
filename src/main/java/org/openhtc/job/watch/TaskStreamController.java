package org.openhtc.job.watch;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.openhtc.api.ApiController;
import org.openhtc.api.Caller;
import org.openhtc.job.GroupName;
import org.openhtc.stream.EventStreamServer;
import org.openhtc.task.TaskAccess;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;

@ApiController
class TaskStreamController {
  private final TaskAccess tasks;
  private final EventStreamServer streams;
  private final TaskStreamWriter events;

  TaskStreamController(TaskAccess tasks, EventStreamServer streams, TaskStreamWriter events) {
    this.tasks = tasks;
    this.streams = streams;
    this.events = events;
  }

  @GetMapping("/htc/projects/{projectId}/tasks/{taskId}/jobs/stream")
  void stream(
      Caller caller,
      @PathVariable String projectId,
      @PathVariable String taskId,
      @RequestParam(required = false) @Nullable String group,
      @RequestParam(required = false) @Nullable String lastEventId,
      @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastReceived,
      HttpServletRequest request,
      HttpServletResponse response) {
    UUID task = tasks.visible(caller, projectId, taskId).id();
    String only = GroupName.checked(group);
    String last = EventStreamServer.lastEventId(lastReceived, lastEventId);
    EventPosition resume = last == null ? null : EventPosition.parse(last);
    streams.serve(
        caller,
        request,
        response,
        current -> tasks.visible(current, projectId, taskId),
        stream -> events.write(caller, stream, task, only, resume));
  }
}

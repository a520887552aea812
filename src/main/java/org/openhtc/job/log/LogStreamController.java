package org.openhtc.job.log;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.openhtc.api.ApiController;
import org.openhtc.api.Caller;
import org.openhtc.job.query.JobAccess;
import org.openhtc.job.query.JobRow;
import org.openhtc.stream.EventStreamServer;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;

@ApiController
class LogStreamController {
  private final JobAccess jobs;
  private final EventStreamServer streams;
  private final LogStreamWriter logs;

  LogStreamController(JobAccess jobs, EventStreamServer streams, LogStreamWriter logs) {
    this.jobs = jobs;
    this.streams = streams;
    this.logs = logs;
  }

  @GetMapping("/htc/projects/{projectId}/tasks/{taskId}/jobs/{jobId}/logs/stream")
  void stream(
      Caller caller,
      @PathVariable String projectId,
      @PathVariable String taskId,
      @PathVariable String jobId,
      @RequestParam(required = false) @Nullable String lastEventId,
      @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastReceived,
      HttpServletRequest request,
      HttpServletResponse response) {
    JobRow job = jobs.visible(caller, projectId, taskId, jobId);
    String last = EventStreamServer.lastEventId(lastReceived, lastEventId);
    LogEventId resume = last == null ? null : LogEventId.parse(last);
    streams.serve(
        caller,
        request,
        response,
        current -> jobs.visible(current, projectId, taskId, jobId),
        stream -> logs.write(caller, stream, job.taskId(), job.id(), resume));
  }
}

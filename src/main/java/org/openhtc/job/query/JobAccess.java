package org.openhtc.job.query;

import java.util.UUID;
import org.openhtc.api.ApiException;
import org.openhtc.api.Caller;
import org.openhtc.job.JobId;
import org.openhtc.task.TaskAccess;
import org.springframework.stereotype.Component;

/** Reads a job that the caller may see. */
@Component
public class JobAccess {
  private final TaskAccess tasks;
  private final JobQueries queries;

  JobAccess(TaskAccess tasks, JobQueries queries) {
    this.tasks = tasks;
    this.queries = queries;
  }

  /**
   * @throws ApiException 404 if there is no such job in this task, or the caller may not see it
   */
  public JobRow visible(Caller caller, String projectId, String taskId, String jobId) {
    UUID task = tasks.visible(caller, projectId, taskId).id();
    return JobId.parse(jobId)
        .flatMap(id -> queries.one(task, id))
        .orElseThrow(() -> ApiException.notFound("job", jobId));
  }
}

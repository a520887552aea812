package org.openhtc.job.bulk;

import java.util.UUID;
import org.openhtc.api.Caller;
import org.openhtc.task.Task;

/**
 * A request to change many jobs.
 *
 * @param workspace of the task
 * @param user the id of the user who sent it
 */
record BulkRequest(
    UUID task, String workspace, BulkChange change, JobSelection selection, String user) {
  static BulkRequest of(Caller caller, Task task, BulkChange change, JobSelection selection) {
    return new BulkRequest(task.id(), task.workspaceId(), change, selection, caller.userId());
  }
}

package org.openhtc.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.openhtc.api.Caller;
import org.openhtc.api.Caller.JobCaller;

/**
 * A changing request, as it is known when it begins.
 *
 * @param email of the user, or of the user whom the job acts for
 * @param projectId as the path has it; null when it lies in no project
 * @param path without base path and query
 */
record AuditEntry(
    Instant at,
    Caller caller,
    String email,
    @Nullable String projectId,
    String method,
    String path,
    String requestId,
    String clientAddress) {

  @Nullable String jobId() {
    return caller instanceof JobCaller job ? job.jobId() : null;
  }
}

package org.openhtc.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.openhtc.api.Caller;
import org.openhtc.api.Caller.JobCaller;

/**
 * A request that may change something, with the data that is known at its start.
 *
 * @param email address of the user; for a job, of the user who submitted it
 * @param projectId taken from the path; null for a path outside of projects
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

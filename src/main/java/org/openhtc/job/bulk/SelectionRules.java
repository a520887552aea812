package org.openhtc.job.bulk;

import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.openhtc.api.ApiException;
import org.openhtc.job.FailureCode;
import org.openhtc.job.GroupName;
import org.openhtc.job.JobId;
import org.openhtc.job.JobStatus;
import org.springframework.stereotype.Component;

/** Checks the filters of requests, and finds the positions of the jobs that they name. */
@Component
class SelectionRules {
  private final SelectionStore store;

  SelectionRules(SelectionStore store) {
    this.store = store;
  }

  /**
   * @throws ApiException 400 for the first wrong parameter
   */
  JobSelection check(UUID task, BulkChange change, SelectionRequest request) {
    return new JobSelection(
        GroupName.checkedNotEmpty(request.group()),
        status(change, request.status()),
        failureCode(request.failureCode()),
        request.exitCode(),
        request.userCancelled(),
        position(task, "fromJobId", request.fromJobId(), JobPosition.FIRST),
        position(task, "toJobId", request.toJobId(), JobPosition.LAST));
  }

  private static @Nullable JobStatus status(BulkChange change, @Nullable JobStatus status) {
    if (status != null && status.isTerminal() != (change == BulkChange.RETRY)) {
      throw ApiException.invalid(
          change == BulkChange.RETRY
              ? "status '%s' is not that of ended jobs; only those are retried.".formatted(status)
              : "status '%s' is not that of live jobs; only those are cancelled."
                  .formatted(status));
    }
    return status;
  }

  private static @Nullable FailureCode failureCode(@Nullable String name) {
    if (name == null) {
      return null;
    }
    return Arrays.stream(FailureCode.values())
        .filter(code -> code.wireName().equals(name))
        .findFirst()
        .orElseThrow(
            () -> ApiException.invalid("failureCode '%s' is not a failure code.".formatted(name)));
  }

  private JobPosition position(
      UUID task, String parameter, @Nullable String jobId, JobPosition whenAbsent) {
    if (jobId == null) {
      return whenAbsent;
    }
    return JobId.parse(jobId)
        .flatMap(job -> store.position(task, job))
        .orElseThrow(() ->
            ApiException.invalid("%s '%s' is no job of the task.".formatted(parameter, jobId)));
  }
}

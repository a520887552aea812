package org.openhtc.job.failure;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Failed jobs with the same cause.
 *
 * @param failureCode absent for jobs that were cancelled before they started
 * @param exitCode absent for jobs whose container did not end by itself
 * @param userCancelled whether a user cancelled them
 * @param jobs how many
 * @param exampleJobId the first of them in the order of submission
 * @param lastLines how the logs of some of them end; empty if it is not known
 */
record FailureGroup(
    @Nullable String failureCode,
    @Nullable Integer exitCode,
    boolean userCancelled,
    long jobs,
    String exampleJobId,
    List<LastLine> lastLines) {

  FailureGroup with(List<LastLine> lines) {
    return new FailureGroup(failureCode, exitCode, userCancelled, jobs, exampleJobId, lines);
  }
}

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
 * @param examples some of them, the first ones in the order of submission
 */
record FailureGroup(
    @Nullable String failureCode,
    @Nullable Integer exitCode,
    boolean userCancelled,
    long jobs,
    String exampleJobId,
    List<String> examples) {

  FailureGroup with(List<String> more) {
    return new FailureGroup(failureCode, exitCode, userCancelled, jobs, exampleJobId, more);
  }
}

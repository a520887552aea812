package org.openhtc.job.bulk;

import org.jspecify.annotations.Nullable;
import org.openhtc.job.JobStatus;

/**
 * The filter of a request as the client sent it; {@link SelectionRules} checks it.
 *
 * @param failureCode the name in the published API
 * @param fromJobId the first job of a range, in the order of submission
 * @param toJobId the last job of the range
 */
record SelectionRequest(
    @Nullable String group,
    @Nullable JobStatus status,
    @Nullable String failureCode,
    @Nullable Integer exitCode,
    @Nullable Boolean userCancelled,
    @Nullable String fromJobId,
    @Nullable String toJobId) {}

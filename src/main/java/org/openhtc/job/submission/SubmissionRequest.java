package org.openhtc.job.submission;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request to store batches.
 *
 * @param projectId as the client sent it
 * @param taskId as the client sent it
 */
record SubmissionRequest(
    String projectId,
    String taskId,
    @Nullable String group,
    @Nullable List<@Nullable BatchRequest> batches) {}

package org.openhtc.job.submission;

import org.jspecify.annotations.Nullable;

/**
 * Where the batches of a request are to be stored.
 *
 * @param projectId as the client sent it
 * @param taskId as the client sent it
 */
record SubmissionRequest(String projectId, String taskId, @Nullable String group) {}

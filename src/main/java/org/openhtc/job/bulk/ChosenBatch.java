package org.openhtc.job.bulk;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.openhtc.job.JobStatus;

/**
 * A batch with jobs that a request may choose.
 *
 * @param tailStatus of the jobs without rows of their own
 * @param tailFailure null if they did not fail
 */
record ChosenBatch(
    UUID id,
    long seq,
    int size,
    JobStatus tailStatus,
    @Nullable String tailFailure,
    boolean tailCancelled) {}

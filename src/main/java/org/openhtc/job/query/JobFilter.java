package org.openhtc.job.query;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.openhtc.job.JobId;
import org.openhtc.job.JobStatus;

/**
 * The jobs of a task that a list shows.
 *
 * @param group only this group; null for all jobs
 * @param status only this status; null for all statuses
 * @param ids only these jobs; empty for all
 */
record JobFilter(
    UUID taskId, @Nullable String group, @Nullable JobStatus status, List<JobId> ids) {}

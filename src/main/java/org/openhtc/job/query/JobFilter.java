package org.openhtc.job.query;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.openhtc.job.JobId;
import org.openhtc.job.JobStatus;

/**
 * Which jobs of a task a list shows.
 *
 * @param group only this group; null for all
 * @param status only this status; null for all
 * @param ids only these; empty for all
 */
public record JobFilter(
    UUID taskId, @Nullable String group, @Nullable JobStatus status, List<JobId> ids) {}

package org.openhtc.job;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which jobs of a task a list shows.
 *
 * @param group only this group; null for all
 * @param status only this status; null for all
 * @param ids only these; empty for all
 */
record JobFilter(
    UUID taskId, @Nullable String group, @Nullable JobStatus status, List<JobId> ids) {}

package org.openhtc.job.statistics;

import java.util.Map;
import java.util.UUID;
import org.openhtc.job.JobStatus;

/**
 * The jobs of one task.
 *
 * @param jobStatuses a count for every status of the published API, including zeros
 */
record TaskCounts(UUID taskId, Map<JobStatus, Long> jobStatuses) {}

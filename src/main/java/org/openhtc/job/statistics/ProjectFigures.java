package org.openhtc.job.statistics;

import java.util.Map;
import java.util.UUID;
import org.openhtc.job.JobStatus;

/**
 * Counts of a project's jobs.
 *
 * @param jobs a count for every status, including zeros; without purged jobs
 * @param liveBatches number of batches with a job that has not ended
 * @param vcpusInUse vCPUs of the jobs on hosts
 */
public record ProjectFigures(
    UUID projectId,
    String name,
    Map<JobStatus, Long> jobs,
    long liveBatches,
    long endedBatches,
    long vcpusInUse) {}

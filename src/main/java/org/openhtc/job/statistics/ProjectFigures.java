package org.openhtc.job.statistics;

import java.util.Map;
import java.util.UUID;
import org.openhtc.job.JobStatus;

/**
 * What the jobs of a project come to.
 *
 * @param jobs a count for every status, zeros included; purged jobs are no longer counted
 * @param liveBatches batches with a job that has not ended
 * @param vcpusInUse of jobs on hosts
 */
public record ProjectFigures(
    UUID projectId,
    String name,
    Map<JobStatus, Long> jobs,
    long liveBatches,
    long endedBatches,
    long vcpusInUse) {}

package org.openhtc.job.series;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.openhtc.job.JobStatus;

/**
 * The counts of a task's jobs over time. Each count holds until the next point.
 *
 * @param to exclusive
 * @param stepSeconds of the points in each step only the last one is contained
 * @param at the times of the points, ascending
 * @param jobStatuses for each status its count at each of those times; statuses that no job ever
 *     has are left out
 */
record TaskSeries(
    Instant from,
    Instant to,
    long stepSeconds,
    List<Instant> at,
    Map<JobStatus, List<Long>> jobStatuses) {}

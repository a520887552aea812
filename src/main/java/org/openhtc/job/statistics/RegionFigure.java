package org.openhtc.job.statistics;

import org.openhtc.job.JobStatus;
import org.openhtc.region.RegionName;

/**
 * The number of jobs on a region's hosts in one status.
 *
 * @param status STARTING or RUNNING
 */
public record RegionFigure(RegionName region, JobStatus status, long jobs) {}

package org.openhtc.job.statistics;

import org.openhtc.job.JobStatus;
import org.openhtc.region.RegionName;

/**
 * How many jobs a region's hosts have.
 *
 * @param status STARTING or RUNNING
 */
public record RegionFigure(RegionName region, JobStatus status, long jobs) {}

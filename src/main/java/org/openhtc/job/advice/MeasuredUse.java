package org.openhtc.job.advice;

import org.jspecify.annotations.Nullable;

/**
 * What the jobs of a task with equal requests used.
 *
 * @param vcpus what each job requests
 * @param memoryMib what each job requests
 * @param jobs how many jobs succeeded and were measured: those of a sample
 * @param outOfMemory how many jobs failed because they needed more memory: of all jobs
 * @param memory peaks in MiB; null if none was measured
 * @param cores vCPUs in use on average over the run time of a job; null if none was measured
 */
record MeasuredUse(
    int vcpus,
    int memoryMib,
    int jobs,
    long outOfMemory,
    @Nullable Distribution memory,
    @Nullable Distribution cores) {

  /**
   * @param p95 95th percentile
   */
  record Distribution(double median, double p95, double maximum) {}
}

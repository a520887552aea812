package org.openhtc.job.forecast;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.openhtc.job.JobId;

/**
 * When jobs are expected to start: the plan of the scheduler on a copy of the queue, with the run
 * times of earlier jobs. Implemented by module {@code scheduling}. The results may be some seconds
 * old.
 */
public interface StartForecasts {

  /** Empty if the job does not wait, or if no host can run it. */
  Optional<ExpectedStart> ofJob(JobId job);

  /** Empty if no job of the batch waits, or if no host can run its jobs. */
  Optional<ExpectedBatch> ofBatch(UUID batch);

  /** What each of these groups of jobs would meet after the jobs that wait now. */
  List<ExpectedNewJobs> ofNew(List<NewJobs> jobs);
}

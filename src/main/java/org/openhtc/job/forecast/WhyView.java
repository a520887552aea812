package org.openhtc.job.forecast;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.openhtc.job.JobStatus;
import org.openhtc.job.query.JobRow;

/**
 * Why a job has its status.
 *
 * @param reason one sentence
 * @param expectedStart absent unless the job waits and some host can run it
 */
record WhyView(
    String jobId, JobStatus status, String reason, @Nullable ExpectedStart expectedStart) {
  static WhyView of(JobRow job, String reason, Optional<ExpectedStart> expected) {
    return new WhyView(job.id().toString(), job.status(), reason, expected.orElse(null));
  }
}

package org.openhtc.job.bulk;

import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.openhtc.job.FailureCode;
import org.openhtc.job.JobStatus;

/**
 * The jobs of a task that a request chooses; all conditions must hold.
 *
 * @param group only this group; null for all jobs
 * @param status only this status; null for all that the change applies to
 * @param failureCode only jobs whose last attempt failed for this reason; null for any
 * @param exitCode only jobs whose last attempt ended with it; null for any
 * @param userCancelled only jobs that were cancelled, or that were not; null for both
 * @param first the first job, in the order of submission
 * @param last the last job
 */
record JobSelection(
    @Nullable String group,
    @Nullable JobStatus status,
    @Nullable FailureCode failureCode,
    @Nullable Integer exitCode,
    @Nullable Boolean userCancelled,
    JobPosition first,
    JobPosition last) {

  /** Whether the jobs of that tail are chosen, as far as the range contains them. */
  boolean contains(ChosenBatch batch) {
    return (status == null || status == batch.tailStatus())
        && (failureCode == null || failureCode.wireName().equals(batch.tailFailure()))
        && exitCode == null
        && (userCancelled == null || userCancelled == batch.tailCancelled());
  }

  /** Whether the range contains all jobs of the batch. */
  boolean containsAll(ChosenBatch batch) {
    return from(batch) == 0 && until(batch) == batch.size();
  }

  /** The indexes of the batch's jobs in the range. */
  IntStream indexes(ChosenBatch batch) {
    return IntStream.range(from(batch), until(batch));
  }

  private int from(ChosenBatch batch) {
    return batch.seq() == first.seq() ? first.index() : 0;
  }

  private int until(ChosenBatch batch) {
    return batch.seq() == last.seq() ? Math.min(batch.size(), last.index() + 1) : batch.size();
  }
}

package org.openhtc.job.queue;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.openhtc.region.JobPriority;

/**
 * A batch with jobs that wait for a placement.
 *
 * @param seq position in the order of submission
 * @param waitingSince when a job of it was last placed, or when it was submitted
 * @param nextIndex first job that was never placed
 * @param tail number of jobs from {@code nextIndex} on that wait for their first placement
 * @param retries jobs below {@code nextIndex} that wait for another attempt; placed first
 */
public record WaitingBatch(
    UUID id,
    long seq,
    UUID projectId,
    String workspaceId,
    JobPriority priority,
    Demand demand,
    Instant waitingSince,
    int nextIndex,
    int tail,
    List<WaitingRetry> retries) {

  /**
   * A job that waits for its next attempt.
   *
   * @param attempt the one before the attempt that it waits for
   * @param memoryMib memory of the next attempt: its retry rules may give it more than its batch
   * @param avoidedHost the host that its retry rules exclude; null for none
   */
  public record WaitingRetry(int index, int attempt, int memoryMib, @Nullable String avoidedHost) {

    /** The same job, whose next attempt gets no more memory than this. */
    public WaitingRetry withMemoryOfAtMost(long mostMib) {
      return new WaitingRetry(index, attempt, (int) Math.min(memoryMib, mostMib), avoidedHost);
    }
  }

  /** The same batch with other retries. */
  public WaitingBatch withRetries(List<WaitingRetry> others) {
    return new WaitingBatch(
        id, seq, projectId, workspaceId, priority, demand, waitingSince, nextIndex, tail, others);
  }

  /** Whether a retry is unlike the batch's other jobs in what it requires of a host. */
  public boolean isUnlikeOthers(WaitingRetry retry) {
    return retry.memoryMib != demand.memoryMib() || retry.avoidedHost != null;
  }

  /** The number of its waiting jobs that have the demand of the batch, for all hosts. */
  public int waitingAlike() {
    return tail + (int) retries.stream().filter(retry -> !isUnlikeOthers(retry)).count();
  }

  /** The number of its waiting jobs. */
  public int waiting() {
    return tail + retries.size();
  }
}

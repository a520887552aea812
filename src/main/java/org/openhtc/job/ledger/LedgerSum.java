package org.openhtc.job.ledger;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import org.openhtc.job.JobStatus;

/**
 * The jobs of one project, or of all projects, counted from the rows of the jobs.
 *
 * @param submitted number of jobs that were submitted and not purged
 * @param live number of jobs that have not ended
 * @param ended number of jobs that have ended
 * @param jobStatuses number of jobs by status, including zeros
 * @param containerSeconds how long the containers of all ended attempts ran
 * @param reservedSeconds how long ended attempts had capacity of a host, from the placement on
 */
record LedgerSum(
    long batches,
    long submitted,
    long live,
    long ended,
    Map<JobStatus, Long> jobStatuses,
    double containerSeconds,
    double reservedSeconds) {
  static LedgerSum empty() {
    Map<JobStatus, Long> zeros = new EnumMap<>(JobStatus.class);
    Arrays.stream(JobStatus.values()).forEach(status -> zeros.put(status, 0L));
    return new LedgerSum(0, 0, 0, 0, zeros, 0, 0);
  }

  LedgerSum plus(BatchAccount batch) {
    Map<JobStatus, Long> statuses = new EnumMap<>(jobStatuses);
    RowCounts rows = batch.rows();
    statuses.merge(batch.tailStatus(), (long) batch.tail(), Long::sum);
    statuses.merge(JobStatus.RUNNABLE, rows.waiting(), Long::sum);
    statuses.merge(JobStatus.STARTING, rows.starting(), Long::sum);
    statuses.merge(JobStatus.RUNNING, rows.running(), Long::sum);
    statuses.merge(JobStatus.SUCCEEDED, rows.succeeded(), Long::sum);
    statuses.merge(JobStatus.FAILED, rows.failed(), Long::sum);
    return new LedgerSum(
        batches + 1,
        submitted + batch.size(),
        sum(statuses, false),
        sum(statuses, true),
        statuses,
        containerSeconds + batch.attempts().containerSeconds(),
        reservedSeconds + batch.attempts().reservedSeconds());
  }

  private static long sum(Map<JobStatus, Long> statuses, boolean terminal) {
    return statuses.entrySet().stream()
        .filter(count -> count.getKey().isTerminal() == terminal)
        .mapToLong(Map.Entry::getValue)
        .sum();
  }
}

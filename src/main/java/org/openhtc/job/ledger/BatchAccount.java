package org.openhtc.job.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.openhtc.job.JobStatus;

/**
 * One batch, counted by its size, by its counters and by its rows.
 *
 * @param size number of submitted jobs
 * @param tail number of jobs without rows
 * @param tailStatus the status that those jobs share
 * @param counters as stored with the batch
 * @param rows counted now
 * @param attempts the times of all attempts
 */
record BatchAccount(
    UUID batchId,
    UUID projectId,
    int size,
    int tail,
    JobStatus tailStatus,
    RowCounts counters,
    RowCounts rows,
    AttemptTimes attempts) {

  /**
   * The times of the attempts of a batch.
   *
   * @param containerSeconds how long the containers of ended attempts ran
   * @param reservedSeconds how long ended attempts had capacity of a host, from the placement on
   * @param outside attempts whose container ran outside of the reservation
   * @param overlapping attempts that began before the previous one of the same job had ended
   */
  record AttemptTimes(
      double containerSeconds, double reservedSeconds, long outside, long overlapping) {}

  /** Sentences; empty if the batch is correct. */
  List<String> problems() {
    List<String> problems = new ArrayList<>();
    long present = tail + rows.total();
    if (present != size) {
      problems.add("%d jobs were submitted, but %d exist".formatted(size, present));
    }
    Map<String, Long> counted = rows.byName();
    counters
        .byName()
        .forEach((name, counter) -> {
          long actual = counted.getOrDefault(name, 0L);
          if (counter != actual) {
            problems.add(
                "The counter \"%s\" is %d, but a count of the jobs is %d"
                    .formatted(name, counter, actual));
          }
        });
    if (counters.failures() > rows.failures()) {
      problems.add(
          "The counter \"failures\" is %d, but only %d jobs have failed"
              .formatted(counters.failures(), rows.failures()));
    }
    if (attempts.outside > 0) {
      problems.add(
          "The containers of %d attempts ran outside of their reservations"
              .formatted(attempts.outside));
    }
    if (attempts.overlapping > 0) {
      problems.add(
          "%d attempts began before the previous attempt of the same job had ended"
              .formatted(attempts.overlapping));
    }
    return problems;
  }
}

package org.openhtc.chaos.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.openhtc.chaos.check.JobRecord.Entry;

/**
 * The history of a job is complete and in order, its last entry is the end, and no end is double.
 */
record HistoryCheck(JobRecord job, BatchRecord batch) {
  private static final String FIRST = "SUBMITTED_TO_RESCALE";
  private static final String WAITS = "RUNNABLE";

  /** Which statuses may follow a status; an ended job waits again after a request to retry it. */
  private static final Map<String, Set<String>> NEXT =
      Map.of(
          FIRST,
          Set.of("SUBMITTED_TO_PROVIDER", JobRecord.FAILED),
          "SUBMITTED_TO_PROVIDER",
          Set.of(WAITS, JobRecord.FAILED),
          WAITS,
          Set.of("STARTING", JobRecord.FAILED),
          "STARTING",
          Set.of("RUNNING", WAITS, JobRecord.FAILED),
          "RUNNING",
          Set.of(JobRecord.SUCCEEDED, JobRecord.FAILED, WAITS),
          JobRecord.SUCCEEDED,
          Set.of(WAITS),
          JobRecord.FAILED,
          Set.of(WAITS));

  List<String> violations() {
    List<String> violations = new ArrayList<>();
    List<String> statuses = job.statuses();
    if (!JobRecord.ENDED.contains(job.status())) {
      violations.add("job %s has not ended: %s".formatted(job.id(), job.status()));
    }
    if (statuses.isEmpty()
        || !statuses.getFirst().equals(FIRST)
        || !statuses.getLast().equals(job.status())) {
      violations.add("job %s has an incomplete history: %s".formatted(job.id(), job.history()));
    }
    for (int i = 1; i < statuses.size(); i++) {
      checkPair(job.history().get(i - 1), job.history().get(i), violations);
    }
    checkRetries(violations);
    return violations;
  }

  private void checkPair(Entry before, Entry after, List<String> violations) {
    if (JobRecord.ENDED.contains(before.status()) && JobRecord.ENDED.contains(after.status())) {
      violations.add("job %s has a double end: %s".formatted(job.id(), job.history()));
    } else if (!NEXT.getOrDefault(before.status(), Set.of()).contains(after.status())) {
      violations.add(
          "job %s went from %s to %s: %s"
              .formatted(job.id(), before.status(), after.status(), job.history()));
    }
    if (after.at().isBefore(before.at())) {
      violations.add(
          "the history of job %s is not in the order of time: %s"
              .formatted(job.id(), job.history()));
    }
  }

  /** One request to retry a batch retries each of its jobs at most once. */
  private void checkRetries(List<String> violations) {
    List<String> statuses = job.statuses();
    int retries = 0;
    for (int i = 1; i < statuses.size(); i++) {
      if (JobRecord.ENDED.contains(statuses.get(i - 1)) && statuses.get(i).equals(WAITS)) {
        retries++;
      }
    }
    if (retries > batch.retries()) {
      violations.add(
          "job %s was retried %d times by %d requests"
              .formatted(job.id(), retries, batch.retries()));
    }
  }
}

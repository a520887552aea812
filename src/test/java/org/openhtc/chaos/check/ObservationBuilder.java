package org.openhtc.chaos.check;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.openhtc.chaos.check.JobRecord.Entry;
import org.openhtc.simulation.ContainerRun;

/**
 * An observation without a violation, of which a test changes one part: batch {@code a} with two
 * jobs that succeed, the second in its second attempt, and batch {@code b} with a job that fails,
 * and one that a user cancelled before its start.
 */
final class ObservationBuilder {
  static final Instant BEGIN = Instant.parse("2026-11-27T12:00:00Z");
  static final String SUCCEEDS = "a:0";
  static final String REPEATED = "a:1";
  static final String FAILS = "b:0";
  static final String CANCELLED = "b:1";

  private static final List<String> LINES = List.of("begin", "end");

  final Map<String, BatchRecord> batches = new HashMap<>();
  final List<JobRecord> jobs = new ArrayList<>();
  final List<ContainerRun> runs = new ArrayList<>();
  final List<String> containers = new ArrayList<>();
  final List<LogRecord> logs = new ArrayList<>();
  final List<String> credentials = new ArrayList<>();
  final List<String> files = new ArrayList<>();
  final List<String> discrepancies = new ArrayList<>();
  final Map<String, Integer> counters = new TreeMap<>(Map.of("SUCCEEDED", 2, "FAILED", 2));
  final Set<ContainerRun> unread = new HashSet<>();
  boolean isRecordedByJobs;
  boolean failedCalls;
  int submitted = 4;
  int live;
  int ended = 4;

  ObservationBuilder() {
    batches.put("a", new BatchRecord(2, 0, LINES, Set.of(), 0));
    batches.put("b", new BatchRecord(2, 3, LINES, Set.of(1), 0));
    jobs.add(new JobRecord(SUCCEEDS, "SUCCEEDED", 1, 0, history("", "SUCCEEDED"), LINES));
    jobs.add(
        new JobRecord(
            REPEATED, "SUCCEEDED", 2, 0, history("RUNNABLE STARTING RUNNING", "SUCCEEDED"), LINES));
    jobs.add(new JobRecord(FAILS, "FAILED", 1, 3, history("", "FAILED"), LINES));
    jobs.add(
        new JobRecord(
            CANCELLED,
            "FAILED",
            0,
            null,
            List.of(
                new Entry("SUBMITTED_TO_RESCALE", BEGIN, false), new Entry("FAILED", BEGIN, true)),
            List.of()));
    runs.add(run(SUCCEEDS, 1, 10, 20, 0));
    runs.add(run(REPEATED, 1, 10, 20, 137));
    runs.add(run(REPEATED, 2, 30, 40, 0));
    runs.add(run(FAILS, 1, 10, 20, 3));
    logs.add(new LogRecord(SUCCEEDS, 1));
    logs.add(LogRecord.ofKey("a/1/2.log.gz"));
  }

  static ContainerRun run(String job, int attempt, long from, long to, int exitCode) {
    return new ContainerRun(job, attempt, from, to, exitCode);
  }

  /**
   * A history up to the end of an attempt.
   *
   * @param between what follows after the first start
   */
  static List<Entry> history(String between, String end) {
    String text =
        "SUBMITTED_TO_RESCALE SUBMITTED_TO_PROVIDER RUNNABLE STARTING RUNNING %s %s"
            .formatted(between, end);
    List<Entry> entries = new ArrayList<>();
    for (String status : text.trim().split(" +", -1)) {
      entries.add(new Entry(status, BEGIN.plusSeconds(entries.size()), false));
    }
    return entries;
  }

  JobRecord job(String id) {
    return jobs.stream().filter(job -> job.id().equals(id)).findFirst().orElseThrow();
  }

  void replace(JobRecord job) {
    jobs.set(jobs.indexOf(job(job.id())), job);
  }

  void history(String id, List<Entry> history) {
    JobRecord job = job(id);
    String status = history.isEmpty() ? job.status() : history.getLast().status();
    replace(new JobRecord(id, status, job.attempt(), job.exitCode(), history, job.log()));
  }

  void log(String id, List<String> lines) {
    JobRecord job = job(id);
    replace(new JobRecord(id, job.status(), job.attempt(), job.exitCode(), job.history(), lines));
  }

  void exitCode(String id, @Nullable Integer exitCode) {
    JobRecord job = job(id);
    replace(new JobRecord(id, job.status(), job.attempt(), exitCode, job.history(), job.log()));
  }

  BatchRecord batch(String id) {
    return Objects.requireNonNull(batches.get(id));
  }

  void retries(String batch, int requests) {
    BatchRecord known = batch(batch);
    batches.put(
        batch,
        new BatchRecord(known.jobs(), known.exitCode(), known.log(), known.cancelled(), requests));
  }

  List<String> violations() {
    return Verdict.violations(
        new Observation(
            batches,
            jobs,
            runs,
            isRecordedByJobs,
            new LogLoss(failedCalls, unread),
            new Account(counters, submitted, live, ended, discrepancies),
            new Leftovers(containers, logs, credentials, files)));
  }
}

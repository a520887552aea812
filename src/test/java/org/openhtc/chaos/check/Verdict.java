package org.openhtc.chaos.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.openhtc.simulation.ContainerRun;

/** Applies all rules to the observation of a run. */
public final class Verdict {
  private final Observation seen;
  private final Map<String, List<ContainerRun>> runs;
  private final List<String> violations = new ArrayList<>();

  private Verdict(Observation seen) {
    this.seen = seen;
    this.runs = seen.runs().stream().collect(Collectors.groupingBy(ContainerRun::job));
  }

  /** Sentences; empty if everything is as it should be. */
  public static List<String> violations(Observation seen) {
    Verdict verdict = new Verdict(seen);
    verdict.checkList();
    verdict.checkEachJob();
    verdict.checkCounters();
    verdict.checkLeftovers();
    return verdict.violations;
  }

  /** Every submitted job is listed once, and no other job is listed or had a container. */
  private void checkList() {
    Map<String, Integer> listed = new HashMap<>();
    seen.jobs().forEach(job -> listed.merge(job.id(), 1, Integer::sum));
    seen.batches()
        .forEach((batch, record) -> {
          for (int index = 0; index < record.jobs(); index++) {
            Integer times = listed.remove(batch + ":" + index);
            if (times == null) {
              violations.add("job %s:%d is lost".formatted(batch, index));
            } else if (times > 1) {
              violations.add("job %s:%d is listed %d times".formatted(batch, index, times));
            }
          }
        });
    listed.keySet().forEach(job -> violations.add("job %s was not submitted".formatted(job)));
    runs.keySet().stream()
        .filter(job -> !isSubmitted(job))
        .forEach(job -> violations.add("a container ran for job %s of no batch".formatted(job)));
  }

  private boolean isSubmitted(String job) {
    int colon = job.indexOf(':');
    BatchRecord batch = seen.batches().get(job.substring(0, Math.max(colon, 0)));
    return batch != null && Integer.parseInt(job.substring(colon + 1)) < batch.jobs();
  }

  private void checkEachJob() {
    for (JobRecord job : seen.jobs()) {
      BatchRecord batch = seen.batches().get(job.batch());
      if (batch != null) {
        List<ContainerRun> ofJob = runs.getOrDefault(job.id(), List.of());
        violations.addAll(
            new JobCheck(job, batch, ofJob, seen.isRecordedByJobs(), seen.logLoss()).violations());
      }
    }
  }

  private void checkCounters() {
    Account account = seen.account();
    Map<String, Integer> listed = new TreeMap<>();
    seen.jobs().forEach(job -> listed.merge(job.status(), 1, Integer::sum));
    if (!listed.equals(account.counters())) {
      violations.add("the counters are %s, the jobs %s".formatted(account.counters(), listed));
    }
    if (account.submitted() != seen.submitted()
        || account.live() != 0
        || account.ended() != seen.submitted()) {
      violations.add(
          "the ledger has %d submitted, %d live and %d ended jobs of %d"
              .formatted(account.submitted(), account.live(), account.ended(), seen.submitted()));
    }
    account.discrepancies().forEach(found -> violations.add("ledger: " + found));
  }

  private void checkLeftovers() {
    Leftovers left = seen.leftovers();
    addIfAny("containers are left", left.containers());
    addIfAny("tokens of ended jobs still obtain credentials", left.credentials());
    addIfAny("files are left", left.files());
    Map<String, JobRecord> jobs =
        seen.jobs().stream()
            .collect(Collectors.toMap(JobRecord::id, job -> job, (one, two) -> one));
    left.logs().stream()
        .filter(log -> !isOfARun(log, jobs))
        .forEach(log -> violations.add("a stored log belongs to no attempt that ran: " + log));
  }

  private boolean isOfARun(LogRecord log, Map<String, JobRecord> jobs) {
    return jobs.containsKey(log.job())
        && log.attempt() > 0
        && runs.getOrDefault(log.job(), List.of()).stream()
            .anyMatch(
                run -> run.attempt() == log.attempt() || run.attempt() == ContainerRun.UNKNOWN);
  }

  private void addIfAny(String problem, List<String> found) {
    if (!found.isEmpty()) {
      violations.add("%s: %s".formatted(problem, found));
    }
  }
}

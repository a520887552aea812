package org.openhtc.chaos;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.openhtc.simulation.ContainerRun;
import tools.jackson.databind.JsonNode;

/**
 * One ended job.
 *
 * @param expected the lines that its container prints
 * @param runs what the engines recorded about its containers
 * @param events its history
 * @param log the lines that are stored
 */
record JobCheck(
    JsonNode job,
    List<String> expected,
    List<ContainerRun> runs,
    List<JsonNode> events,
    List<JsonNode> log) {
  static final Set<String> ENDED = Set.of("SUCCEEDED", "FAILED");

  /** Which statuses may follow a status; an ended job waits again after a request to retry it. */
  private static final Map<String, Set<String>> NEXT =
      Map.of(
          "SUBMITTED_TO_RESCALE", Set.of("SUBMITTED_TO_PROVIDER", "FAILED"),
          "SUBMITTED_TO_PROVIDER", Set.of("RUNNABLE", "FAILED"),
          "RUNNABLE", Set.of("STARTING", "FAILED"),
          "STARTING", Set.of("RUNNING", "RUNNABLE", "FAILED"),
          "RUNNING", Set.of("SUCCEEDED", "FAILED", "RUNNABLE"),
          "SUCCEEDED", Set.of("RUNNABLE"),
          "FAILED", Set.of("RUNNABLE"));

  /** Exit codes above this one are those of signals. */
  private static final int SIGNALS = 128;

  /** A log that an engine repeatedly did not send is replaced by a sentence, by intention. */
  private static final String LOST = "[The log of this attempt is lost";

  List<String> violations() {
    List<String> violations = new ArrayList<>();
    checkEnd(violations);
    checkRuns(violations);
    checkEvents(violations);
    checkLog(violations);
    return violations;
  }

  private String id() {
    return job.get("jobUUID").asString();
  }

  private String status() {
    return job.get("status").asString();
  }

  private int attempt() {
    String provider = job.path("providerJobId").asString("");
    return provider.isEmpty() ? 0 : Integer.parseInt(provider.substring(provider.indexOf('#') + 1));
  }

  /** No success and no exit code without a container that ended so. */
  private void checkEnd(List<String> violations) {
    JsonNode exitCode = job.path("container").path("exitCode");
    if (status().equals("SUCCEEDED") && !hasRun(0)) {
      violations.add(
          "job %s succeeded in attempt %d without a run: %s".formatted(id(), attempt(), runs));
    }
    if (status().equals("FAILED")
        && exitCode.isNumber()
        && !isKilled(exitCode.asInt())
        && !hasRun(exitCode.asInt())) {
      violations.add("job %s has an exit code of no run: %s, %s".formatted(id(), job, runs));
    }
    long successes = statuses().stream().filter("SUCCEEDED"::equals).count();
    if (successes > runs.stream().filter(run -> isEnd(run, 0)).count()) {
      violations.add("job %s succeeded %d times: %s".formatted(id(), successes, runs));
    }
  }

  private boolean hasRun(int exitCode) {
    return runs.stream()
        .anyMatch(run ->
            (run.attempt() == attempt() || run.attempt() == ContainerRun.UNKNOWN)
                && isEnd(run, exitCode));
  }

  /** A container that an engine killed did not record its end itself. */
  private boolean isKilled(int exitCode) {
    return exitCode > SIGNALS && runs.stream().anyMatch(run -> run.exitCode() == null);
  }

  private static boolean isEnd(ContainerRun run, int exitCode) {
    return run.exitCode() != null && run.exitCode() == exitCode;
  }

  /** No attempt ran twice, and no two attempts ran at the same time. */
  private void checkRuns(List<String> violations) {
    List<ContainerRun> ordered =
        runs.stream().sorted(Comparator.comparingLong(ContainerRun::startedAt)).toList();
    if (runs.size() > statuses().stream().filter("STARTING"::equals).count()) {
      violations.add("job %s has more runs than placements: %s".formatted(id(), ordered));
    }
    for (int i = 1; i < ordered.size(); i++) {
      ContainerRun before = ordered.get(i - 1);
      ContainerRun after = ordered.get(i);
      if (before.attempt() == after.attempt() && after.attempt() != ContainerRun.UNKNOWN) {
        violations.add("an attempt of job %s ran twice: %s".formatted(id(), ordered));
      }
      if (before.overlaps(after)) {
        violations.add("attempts of job %s overlap: %s".formatted(id(), ordered));
      }
    }
  }

  private List<String> statuses() {
    return events.stream().map(event -> event.get("status").asString()).toList();
  }

  /** The history is complete and in order, and its last event is the end. */
  private void checkEvents(List<String> violations) {
    List<String> statuses = statuses();
    boolean isInOrder =
        statuses.getFirst().equals("SUBMITTED_TO_RESCALE")
            && statuses.getLast().equals(status())
            && ENDED.contains(status());
    for (int i = 1; i < statuses.size(); i++) {
      isInOrder &= NEXT.getOrDefault(statuses.get(i - 1), Set.of()).contains(statuses.get(i));
      isInOrder &= !time(i).isBefore(time(i - 1));
    }
    if (!isInOrder) {
      violations.add("job %s has the history %s".formatted(id(), events));
    }
  }

  private Instant time(int event) {
    return Instant.parse(events.get(event).get("dateTime").asString());
  }

  private void checkLog(List<String> violations) {
    List<String> lines = log.stream().map(line -> line.get("message").asString()).toList();
    boolean isLost = lines.size() == 1 && lines.getFirst().startsWith(LOST);
    if (status().equals("SUCCEEDED") && !isLost && !lines.equals(expected)) {
      violations.add("the log of job %s has %d lines: %.200s".formatted(id(), lines.size(), lines));
    }
  }
}

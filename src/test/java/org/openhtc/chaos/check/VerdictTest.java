package org.openhtc.chaos.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openhtc.chaos.check.ObservationBuilder.CANCELLED;
import static org.openhtc.chaos.check.ObservationBuilder.FAILS;
import static org.openhtc.chaos.check.ObservationBuilder.REPEATED;
import static org.openhtc.chaos.check.ObservationBuilder.SUCCEEDS;
import static org.openhtc.chaos.check.ObservationBuilder.history;
import static org.openhtc.chaos.check.ObservationBuilder.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.openhtc.chaos.check.JobRecord.Entry;
import org.openhtc.simulation.ContainerRun;

/** Every kind of violation is found in made-up records; the history has a test of its own. */
class VerdictTest {
  private final ObservationBuilder seen = new ObservationBuilder();

  @Test
  void correctRunHasNoViolation() {
    assertThat(seen.violations()).isEmpty();
  }

  @Test
  void lostJobIsFound() {
    seen.jobs.remove(seen.job(SUCCEEDS));
    seen.counters.put("SUCCEEDED", 1);
    assertThat(seen.violations()).contains("job a:0 is lost");
  }

  @Test
  void doubledJobIsFound() {
    seen.jobs.add(seen.job(SUCCEEDS));
    seen.counters.put("SUCCEEDED", 3);
    assertThat(seen.violations()).containsExactly("job a:0 is listed 2 times");
  }

  @Test
  void jobThatWasNotSubmittedIsFound() {
    seen.batches.remove("a");
    assertThat(seen.violations())
        .contains("job a:0 was not submitted", "a container ran for job a:0 of no batch");
  }

  @Test
  void containerOfAJobBeyondTheEndOfItsBatchIsFound() {
    seen.runs.add(run("a:2", 1, 1, 2, 0));
    assertThat(seen.violations()).containsExactly("a container ran for job a:2 of no batch");
  }

  @Test
  void successWithoutItsMarkIsFound() {
    seen.runs.removeIf(run -> run.job().equals(SUCCEEDS));
    assertThat(seen.violations())
        .satisfiesExactly(
            found -> assertThat(found).contains("a:0").contains("without a run that did"),
            found -> assertThat(found).contains("a:0").contains("succeeded 1 times in 0 runs"),
            found -> assertThat(found).contains("a stored log belongs to no attempt"));
  }

  @Test
  void successOfAnotherAttemptIsNoMark() {
    seen.runs.removeIf(run -> run.job().equals(REPEATED));
    seen.runs.add(run(REPEATED, 1, 10, 20, 0));
    seen.runs.add(run(REPEATED, 2, 30, 40, 137));
    assertOnly("job a:1, attempt 2, succeeded without a run that did");
  }

  @Test
  void exitCodeOfNoRunIsFound() {
    seen.runs.removeIf(run -> run.job().equals(FAILS));
    seen.runs.add(run(FAILS, 1, 10, 20, 0));
    assertOnly("has exit code 3 of no run");
  }

  @Test
  void killIsNotRecordedByTheContainerItself() {
    seen.runs.removeIf(run -> run.job().equals(REPEATED) && run.attempt() == 1);
    seen.runs.add(new ContainerRun(REPEATED, ContainerRun.UNKNOWN, 10, 20L, null));
    assertThat(seen.violations()).isEmpty();
  }

  @Test
  void secondSuccessWithoutASecondRunIsFound() {
    seen.retries("a", 1);
    seen.history(
        SUCCEEDS, ObservationBuilder.history("SUCCEEDED RUNNABLE STARTING RUNNING", "SUCCEEDED"));
    assertOnly("succeeded 2 times in 1 runs");
  }

  @Test
  void failureOfAProgramThatSucceedsIsFound() {
    seen.counters.putAll(Map.of("SUCCEEDED", 1, "FAILED", 3));
    seen.history(SUCCEEDS, ObservationBuilder.history("", "FAILED"));
    seen.exitCode(SUCCEEDS, null);
    assertOnly("failed, although its program ends with 0");
  }

  @Test
  void failureWithoutTheExitCodeOfTheProgramIsFound() {
    seen.exitCode(FAILS, null);
    assertOnly("failed, although its program ends with 3");
  }

  @Test
  void exitCodeOfACancelledJobMayBeOfNoRunThatTheJobRecorded() {
    List<Entry> history = new ArrayList<>(history("", "FAILED"));
    history.add(new Entry("FAILED", history.removeLast().at(), true));
    seen.replace(new JobRecord(CANCELLED, "FAILED", 1, 143, history, List.of()));
    assertOnly("has exit code 143 of no run");
    seen.isRecordedByJobs = true;
    assertThat(seen.violations()).isEmpty();
    seen.runs.add(run(CANCELLED, 1, 10, 20, 3));
    assertThat(seen.violations()).isEmpty();
  }

  @Test
  void cancellationWithoutARequestIsFound() {
    BatchRecord batch = seen.batch("b");
    seen.batches.put(
        "b", new BatchRecord(batch.jobs(), batch.exitCode(), batch.log(), Set.of(), 0));
    assertOnly("job " + CANCELLED + ", attempt 0, is cancelled without a request");
  }

  @Test
  void attemptThatRanTwiceIsFound() {
    seen.runs.removeIf(run -> run.job().equals(REPEATED));
    seen.runs.add(run(REPEATED, 2, 10, 20, 0));
    seen.runs.add(run(REPEATED, 2, 30, 40, 0));
    assertOnly("has an attempt that ran twice");
  }

  @Test
  void attemptsAtTheSameTimeAreFound() {
    seen.runs.removeIf(run -> run.job().equals(REPEATED) && run.attempt() == 1);
    seen.runs.add(run(REPEATED, 1, 10, 31, 137));
    assertOnly("has attempts that overlap");
  }

  @Test
  void runWithoutAPlacementIsFound() {
    seen.runs.add(run(SUCCEEDS, 2, 30, 40, 0));
    assertOnly("has more runs than placements");
  }

  @Test
  void containerThatRunsOnIsFound() {
    seen.runs.removeIf(run -> run.job().equals(REPEATED) && run.attempt() == 1);
    seen.runs.add(new ContainerRun(REPEATED, 1, 50, null, null));
    assertOnly("still runs");
  }

  @Test
  void incompleteLogIsFound() {
    seen.log(SUCCEEDS, List.of("begin"));
    seen.log(FAILS, List.of());
    assertThat(seen.violations())
        .satisfiesExactly(
            found -> assertThat(found).contains("a:0").contains("a log of 1 lines"),
            found -> assertThat(found).contains("b:0").contains("a log of 0 lines"));
  }

  @Test
  void logMayBeLostOnlyIfTheEngineFailsCallsForLogs() {
    seen.log(SUCCEEDS, List.of("[The log of this attempt is lost: no response.]"));
    assertOnly("a log of 1 lines");
    seen.failedCalls = true;
    assertThat(seen.violations()).isEmpty();
  }

  @Test
  void lastLinesMayBeMissingOnlyIfTheEngineWasKilledDuringTheRun() {
    seen.runs.removeIf(run -> run.job().equals(REPEATED) && run.attempt() == 1);
    ContainerRun first = run(REPEATED, 1, 10, 20, 0);
    seen.runs.add(first);
    ContainerRun last = run(REPEATED, 2, 30, 40, 0);
    seen.unread.add(first);
    seen.log(REPEATED, List.of("begin"));
    assertOnly("a log of 1 lines");
    seen.unread.add(last);
    assertThat(seen.violations()).isEmpty();
    seen.log(REPEATED, List.of("end"));
    assertOnly("a log of 1 lines");
    seen.log(REPEATED, List.of("begin", "end", "end"));
    assertOnly("a log of 3 lines");
  }

  @Test
  void countersOffARecountAreFound() {
    seen.counters.put("SUCCEEDED", 3);
    assertOnly("the counters are {FAILED=2, SUCCEEDED=3}, the jobs {FAILED=2, SUCCEEDED=2}");
  }

  @Test
  void ledgerThatIsOffIsFound() {
    seen.submitted = 5;
    assertOnly("the ledger has 5 submitted, 0 live and 4 ended jobs of 4");
    seen.submitted = 4;
    seen.live = 1;
    assertOnly("the ledger has 4 submitted, 1 live");
    seen.live = 0;
    seen.ended = 3;
    assertOnly("and 3 ended jobs of 4");
  }

  @Test
  void discrepancyOfTheLedgerIsReported() {
    seen.discrepancies.add("batch a is off");
    assertOnly("ledger: batch a is off");
  }

  @Test
  void orphanedContainerIsFound() {
    seen.containers.add("openhtc-job");
    assertOnly("containers are left: [openhtc-job]");
  }

  @Test
  void orphanedCredentialIsFound() {
    seen.credentials.add(SUCCEEDS);
    assertOnly("tokens of ended jobs still obtain credentials: [a:0]");
  }

  @Test
  void orphanedUploadIsFound() {
    seen.files.add("uploads/1");
    assertOnly("files are left: [uploads/1]");
  }

  @Test
  void orphanedLogIsFound() {
    seen.logs.add(new LogRecord("c:0", 1));
    assertOnly("a stored log belongs to no attempt that ran");
    seen.logs.set(seen.logs.size() - 1, new LogRecord(SUCCEEDS, 2));
    assertOnly("a stored log belongs to no attempt that ran");
    seen.logs.set(seen.logs.size() - 1, LogRecord.ofKey("a/0/1.log.gz.part"));
    assertOnly("a stored log belongs to no attempt that ran");
  }

  private void assertOnly(String part) {
    assertThat(seen.violations()).singleElement().asString().contains(part);
  }
}

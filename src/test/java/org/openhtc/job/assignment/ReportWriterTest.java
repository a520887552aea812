package org.openhtc.job.assignment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.openhtc.job.JobEvent;
import org.openhtc.job.JobId;
import org.openhtc.job.JobReport;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.QueryTimeoutException;

class ReportWriterTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  private final FakeReportStore store = new FakeReportStore();
  private final ReportWriter writer = new ReportWriter(store, LONG, Duration.ZERO);

  @Test
  void reportsThatQueueUpShareATransaction() {
    store.pause();
    CompletableFuture<List<Boolean>> first = record(report());
    await().until(() -> store.transactions() == 1);
    List<CompletableFuture<List<Boolean>>> others =
        IntStream.range(0, 20).mapToObj(i -> record(report())).toList();
    await().until(() -> writer.queued() == 20);
    store.resume();
    assertThat(first.join()).containsExactly(true);
    others.forEach(other -> assertThat(other.join()).containsExactly(true));
    assertThat(store.transactions()).isEqualTo(2);
  }

  @Test
  void reportsSoonAfterATransactionQueueUpForTheNext() {
    ReportWriter rare = new ReportWriter(store, LONG, Duration.ofHours(1));
    assertThat(rare.record(List.of(report()))).containsExactly(true);
    List<CompletableFuture<List<Boolean>>> others =
        IntStream.range(0, 20).mapToObj(i -> record(rare, report())).toList();
    await().until(() -> rare.queued() == 20);
    assertThat(store.transactions()).isEqualTo(1);
    assertThat(others).noneMatch(CompletableFuture::isDone);
  }

  @Test
  void callersGetTheOutcomesOfTheirReports() {
    JobReport known = report();
    JobReport unknown = report();
    store.ignore(unknown.job());
    assertThat(writer.record(List.of(unknown, known, unknown))).containsExactly(false, true, false);
  }

  @Test
  void reportThatCanNotBeWrittenFailsAlone() {
    JobReport bad = report();
    store.failOn(bad.job(), new StackOverflowError("on purpose"));
    store.pause();
    CompletableFuture<List<Boolean>> first = record(report());
    await().until(() -> store.transactions() == 1);
    CompletableFuture<List<Boolean>> failing = record(bad);
    List<CompletableFuture<List<Boolean>>> others =
        IntStream.range(0, 100).mapToObj(i -> record(report())).toList();
    await().until(() -> writer.queued() == 101);
    store.resume();
    Stream.concat(Stream.of(first), others.stream())
        .forEach(caller -> assertThat(caller.join()).containsExactly(true));
    assertThatThrownBy(failing::join)
        .isInstanceOf(CompletionException.class)
        .hasRootCauseInstanceOf(StackOverflowError.class);
    assertThat(store.transactions()).as("a halving search").isLessThan(20);
  }

  /** An end without its start would leave a gap in the history of the job. */
  @Test
  void startAndEndOfAJobAreStoredTogetherOrNotAtAll() {
    JobReport start = report();
    JobReport end = new JobReport(start.job(), 1, Instant.EPOCH, new JobEvent.Exited(0, false));
    store.failNext(2, new IllegalStateException("the transaction can't be rolled back"));
    assertThatThrownBy(() -> writer.record(List.of(start, end)))
        .isInstanceOf(IllegalStateException.class);
    assertThat(store.recorded()).isEmpty();
    store.failNext(0, new IllegalStateException());
    assertThat(writer.record(List.of(start, end))).containsExactly(true, true);
    assertThat(store.recorded()).containsExactly(start, end);
  }

  @Test
  void databaseThatCanNotBeReachedIsNotTriedForEachReport() {
    store.failAlways(new DataAccessResourceFailureException("down"));
    List<JobReport> reports = IntStream.range(0, 100).mapToObj(i -> report()).toList();
    assertThatThrownBy(() -> writer.record(reports))
        .isInstanceOf(DataAccessResourceFailureException.class);
    assertThat(store.transactions()).isEqualTo(1);
  }

  @Test
  void lockedBatchDelaysOnlyItsOwnReports() {
    JobReport delayed = report();
    store.lock(delayed.job().batchId());
    CompletableFuture<List<Boolean>> caller = record(delayed);
    await().until(() -> store.transactions() >= 2);
    for (int i = 0; i < 20; i++) {
      assertThat(writer.record(List.of(report()))).containsExactly(true);
    }
    assertThat(store.waits()).as("waits for the locked batch").isEqualTo(1);
    assertThat(caller).isNotDone();
    store.unlock(delayed.job().batchId());
    assertThat(caller.join()).containsExactly(true);
  }

  @Test
  void reportsOfALockedBatchKeepTheirOrder() {
    JobId job = new JobId(UUID.randomUUID(), 0);
    List<JobReport> reports =
        IntStream.range(0, 50)
            .mapToObj(i -> new JobReport(job, i, Instant.EPOCH, new JobEvent.Cancelled()))
            .toList();
    store.lock(job.batchId());
    CompletableFuture<?> first = record(reports.getFirst());
    await().until(() -> store.waits() == 1);
    List<CompletableFuture<List<Boolean>>> others =
        reports.stream().skip(1).map(this::recordAfterThePrevious).toList();
    store.unlock(job.batchId());
    first.join();
    others.forEach(CompletableFuture::join);
    assertThat(store.recorded()).extracting(JobReport::attempt).isSorted().hasSize(50);
  }

  /** A report whose caller waits no longer may still be stored: the caller repeats it. */
  @Test
  void callerDoesNotWaitForEver() {
    ReportWriter brief = new ReportWriter(store, Duration.ofMillis(100), Duration.ZERO);
    JobReport report = report();
    store.lock(report.job().batchId());
    assertThatThrownBy(() -> brief.record(List.of(report)))
        .isInstanceOf(QueryTimeoutException.class);
    store.unlock(report.job().batchId());
    JobReport other = report();
    assertThat(brief.record(List.of(other))).containsExactly(true);
    assertThat(store.recorded()).contains(other);
  }

  private CompletableFuture<List<Boolean>> recordAfterThePrevious(JobReport report) {
    CompletableFuture<List<Boolean>> caller = record(report);
    await().until(() -> writer.queued() == 0);
    return caller;
  }

  private CompletableFuture<List<Boolean>> record(JobReport report) {
    return record(writer, report);
  }

  private static CompletableFuture<List<Boolean>> record(ReportWriter writer, JobReport report) {
    CompletableFuture<List<Boolean>> outcome = new CompletableFuture<>();
    Thread.startVirtualThread(() -> {
      try {
        outcome.complete(writer.record(List.of(report)));
      } catch (RuntimeException | Error e) {
        outcome.completeExceptionally(e);
      }
    });
    return outcome;
  }

  private static JobReport report() {
    return new JobReport(
        new JobId(UUID.randomUUID(), 0), 1, Instant.EPOCH, new JobEvent.ContainerStarted());
  }
}

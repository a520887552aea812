package org.openhtc.job.assignment;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.openhtc.job.JobEvent;
import org.openhtc.job.JobId;
import org.openhtc.job.JobReport;

class ReportRoundsTest {
  private final FakeReportStore store = new FakeReportStore();
  private final ReportRounds rounds = new ReportRounds(store);

  /** The second group finds the batch unlocked that the first one found locked. */
  @Test
  void reportsOfABatchKeepTheirOrderAcrossGroups() {
    JobId job = new JobId(UUID.randomUUID(), 0);
    List<QueuedReports> others =
        IntStream.range(0, ReportRounds.LARGEST_GROUP)
            .mapToObj(i -> report(new JobId(UUID.randomUUID(), 0), 1))
            .toList();
    store.lockOnce(job.batchId());
    rounds.write(
        Stream.of(List.of(report(job, 1)), others, List.of(report(job, 2)))
            .flatMap(List::stream)
            .toList());
    assertThat(rounds.hasLocked()).isTrue();
    rounds.write(List.of(report(job, 3)));
    assertThat(rounds.hasLocked()).isFalse();
    assertThat(store.recorded())
        .filteredOn(report -> report.job().equals(job))
        .extracting(JobReport::attempt)
        .containsExactly(1, 2, 3);
  }

  private static QueuedReports report(JobId job, int attempt) {
    return new QueuedReports(
        List.of(new JobReport(job, attempt, Instant.EPOCH, new JobEvent.ContainerStarted())));
  }
}

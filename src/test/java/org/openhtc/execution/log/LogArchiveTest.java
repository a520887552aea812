package org.openhtc.execution.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.openhtc.execution.AttemptId;
import org.openhtc.execution.log.LogArchive.ArchivedLog;
import org.openhtc.job.JobId;
import org.openhtc.job.log.JobLogLine;
import org.openhtc.testing.FakeObjectStore;

class LogArchiveTest {
  private static final UUID PROJECT = new UUID(0, 1);
  private static final UUID TASK = new UUID(0, 2);
  private static final UUID BATCH = new UUID(0, 3);
  private static final Instant NOW = Instant.parse("2026-11-22T20:00:00.123456789Z");

  private final FakeObjectStore store = new FakeObjectStore();
  private final LogArchive archive = TestArchive.in(store);

  @Test
  void linesAreReadAsTheyWereWritten() {
    List<JobLogLine> lines =
        List.of(
            new JobLogLine(NOW, "two words"),
            new JobLogLine(NOW.plusNanos(1), ""),
            new JobLogLine(NOW.plusSeconds(1), "ä"));
    archive.write(log(BATCH, 7, 1), lines);
    assertThat(archive.read(log(BATCH, 7, 1))).contains(lines);
  }

  @Test
  void emptyLogDiffersFromNoLog() {
    archive.write(log(BATCH, 7, 1), List.of());
    assertThat(archive.read(log(BATCH, 7, 1))).contains(List.of());
    assertThat(archive.read(log(BATCH, 7, 2))).isEmpty();
    assertThat(archive.read(log(BATCH, 8, 1))).isEmpty();
  }

  @Test
  void logsOfABatchAreRemovedTogether() {
    UUID other = new UUID(0, 4);
    archive.write(log(BATCH, 0, 1), List.of());
    archive.write(log(BATCH, 1, 2), List.of());
    archive.write(log(other, 0, 1), List.of());
    assertThat(archive.remove(PROJECT, TASK, BATCH)).isTrue();
    assertThat(archive.read(log(BATCH, 0, 1))).isEmpty();
    assertThat(archive.read(log(BATCH, 1, 2))).isEmpty();
    assertThat(archive.read(log(other, 0, 1))).isPresent();
  }

  @Test
  void removalFailsWhileTheStoreIsUnreachable() {
    store.setReachable(false);
    assertThat(archive.remove(PROJECT, TASK, BATCH)).isFalse();
  }

  private static ArchivedLog log(UUID batch, int index, int attempt) {
    return new ArchivedLog(PROJECT, TASK, new AttemptId(new JobId(batch, index), attempt));
  }
}

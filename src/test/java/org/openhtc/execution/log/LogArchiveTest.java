package org.openhtc.execution.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openhtc.execution.AttemptId;
import org.openhtc.execution.TestSettings;
import org.openhtc.execution.engine.ContainerSpecBuilder;
import org.openhtc.execution.engine.EngineException;
import org.openhtc.execution.engine.FakeContainerEngine;
import org.openhtc.execution.log.LogArchive.ArchivedLog;
import org.openhtc.job.JobId;
import org.openhtc.job.log.JobLogLine;
import org.openhtc.storage.StoreUnavailable;
import org.openhtc.testing.FakeObjectStore;
import org.openhtc.testing.SettableClock;

class LogArchiveTest {
  private static final UUID PROJECT = new UUID(0, 1);
  private static final UUID TASK = new UUID(0, 2);
  private static final UUID BATCH = new UUID(0, 3);
  private static final ArchivedLog LOG = log(BATCH, 7, 1);

  private final FakeObjectStore store = new FakeObjectStore();
  private final LogArchive archive = TestArchive.in(store);
  private final FakeContainerEngine engine = new FakeContainerEngine(new SettableClock());

  @BeforeEach
  void aContainer() {
    engine.foreign(ContainerSpecBuilder.aContainer("c", "installation").build());
  }

  @Test
  void logOfARemovedContainerIsMissing() {
    assertThat(archive.capture(engine, "removed")).isEqualTo(new CapturedLog.Missing());
  }

  @Test
  void emptyLogIsNotStored() {
    CapturedLog log = archive.capture(engine, "c");
    assertThat(log).isEqualTo(new CapturedLog.Empty());
    archive.store(LOG, log);
    assertThat(store.keys()).isEmpty();
    assertThat(archive.read(LOG, line -> {})).isFalse();
  }

  @Test
  void smallLogMayTravelWithTheReportOrBeStored() {
    engine.print("c", "hello", "", "ä");
    CapturedLog log = archive.capture(engine, "c");
    assertThat(log).isInstanceOf(CapturedLog.Small.class);
    assertThat(CapturedLines.of(log))
        .extracting(JobLogLine::message)
        .containsExactly("hello", "", "ä");
    archive.store(LOG, log);
    assertThat(messages(LOG)).containsExactly("hello", "", "ä");
    assertThat(archive.read(log(BATCH, 7, 2), line -> {})).isFalse();
  }

  @Test
  void largeLogIsStoredAsAnObject() {
    String[] lines = noise(40);
    engine.print("c", lines);
    try (CapturedLog log = archive.capture(engine, "c")) {
      assertThat(log).isInstanceOf(CapturedLog.Large.class);
      archive.store(LOG, log);
    }
    assertThat(messages(LOG)).containsExactly(lines);
  }

  @Test
  void endOfALargeLogIsStoredIfItsProjectHasNoSpace() {
    LogArchive full = new LogArchive(store, (project, job, n, b) -> false, TestSettings.DEFAULTS);
    engine.print("c", noise(40));
    try (CapturedLog log = full.capture(engine, "c")) {
      full.store(LOG, log);
    }
    List<String> kept = messages(LOG);
    assertThat(kept).first().isEqualTo(LogEnd.NOTICE);
    assertThat(kept).hasSize(2);
    assertThat(noise(40)[39]).endsWith(kept.getLast());
    assertThat(kept.getLast()).hasSize(LogEnd.BYTES);
  }

  @Test
  void lastLinesOfALargeLogAreKeptWhole() {
    LogArchive full = new LogArchive(store, (project, job, n, b) -> false, TestSettings.DEFAULTS);
    engine.print("c", noise(40));
    engine.print("c", "one", "two");
    try (CapturedLog log = full.capture(engine, "c")) {
      full.store(LOG, log);
    }
    assertThat(messages(LOG)).containsExactly(LogEnd.NOTICE, "one", "two");
  }

  private static String[] noise(int count) {
    byte[] noise = new byte[count * 20_000];
    new Random(4).nextBytes(noise);
    String[] lines = new String[count];
    for (int i = 0; i < lines.length; i++) {
      lines[i] = i + HexFormat.of().formatHex(noise, i * 20_000, (i + 1) * 20_000);
    }
    return lines;
  }

  @Test
  void failureOfTheEngineIsItsOwn() {
    engine.print("c", "hello");
    engine.logsUnreachable(true);
    assertThatThrownBy(() -> archive.capture(engine, "c"))
        .isInstanceOf(EngineException.Unreachable.class);
  }

  @Test
  void failureOfTheStoreKeepsTheCapturedLog() {
    engine.print("c", "hello");
    try (CapturedLog log = archive.capture(engine, "c")) {
      store.setReachable(false);
      assertThatThrownBy(() -> archive.store(LOG, log)).isInstanceOf(StoreUnavailable.class);
      store.setReachable(true);
      archive.store(LOG, log);
    }
    assertThat(messages(LOG)).containsExactly("hello");
  }

  @Test
  void unreadableLogContainsTheReason() {
    Instant end = Instant.parse("2026-11-22T20:00:00.5Z");
    archive.store(LOG, LogArchive.unreadable(end, "its engine could not read it\nstack trace"));
    assertThat(TestArchive.lines(archive, LOG))
        .containsExactly(
            new JobLogLine(
                end, "[The log of this attempt is lost: its engine could not read it.]"));
  }

  @Test
  void logsOfABatchAreRemovedTogether() {
    ArchivedLog other = log(new UUID(0, 4), 0, 1);
    for (ArchivedLog log : List.of(log(BATCH, 0, 1), log(BATCH, 1, 2), other)) {
      archive.store(log, LogArchive.unreadable(Instant.EPOCH, "test"));
    }
    assertThat(archive.remove(PROJECT, TASK, BATCH)).isTrue();
    assertThat(messages(log(BATCH, 0, 1))).isEmpty();
    assertThat(messages(log(BATCH, 1, 2))).isEmpty();
    assertThat(messages(other)).hasSize(1);
  }

  @Test
  void removalFailsWhileTheStoreIsUnreachable() {
    store.setReachable(false);
    assertThat(archive.remove(PROJECT, TASK, BATCH)).isFalse();
  }

  private List<String> messages(ArchivedLog log) {
    return TestArchive.lines(archive, log).stream().map(JobLogLine::message).toList();
  }

  private static ArchivedLog log(UUID batch, int index, int attempt) {
    return new ArchivedLog(PROJECT, TASK, new AttemptId(new JobId(batch, index), attempt));
  }
}

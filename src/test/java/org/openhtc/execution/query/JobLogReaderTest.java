package org.openhtc.execution.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openhtc.api.ApiException;
import org.openhtc.execution.AttemptId;
import org.openhtc.execution.TestBatch;
import org.openhtc.execution.engine.ContainerSpecBuilder;
import org.openhtc.execution.engine.EngineException;
import org.openhtc.execution.engine.FakeContainerEngine;
import org.openhtc.execution.log.CapturedLog;
import org.openhtc.execution.log.LogArchive;
import org.openhtc.execution.log.LogArchive.ArchivedLog;
import org.openhtc.execution.log.TestArchive;
import org.openhtc.job.AttemptUsage;
import org.openhtc.job.JobEvent;
import org.openhtc.job.JobId;
import org.openhtc.job.JobReport;
import org.openhtc.job.assignment.BatchSpec;
import org.openhtc.job.assignment.FakeAssignments;
import org.openhtc.job.log.JobLogLine;
import org.openhtc.job.log.JobLogSource.Request;
import org.openhtc.lease.FakeLeases;
import org.openhtc.lease.Installation;
import org.openhtc.testing.FakeObjectStore;
import org.openhtc.testing.SettableClock;

class JobLogReaderTest {
  private static final UUID PROJECT = new UUID(0, 1);
  private static final UUID TASK = new UUID(0, 2);
  private static final AttemptId ATTEMPT = new AttemptId(new JobId(new UUID(0, 3), 7), 2);
  private static final ArchivedLog LOG = new ArchivedLog(PROJECT, TASK, ATTEMPT);

  private final Installation installation =
      FakeLeases.installation("01234567-89ab-cdef-0123-456789abcdef");
  private final String container = ATTEMPT.containerName(installation.id());
  private final FakeObjectStore store = new FakeObjectStore();
  private final LogArchive archive = TestArchive.in(store);
  private final FakeContainerEngine engine = new FakeContainerEngine(new SettableClock());
  private final FakeAssignments assignments = new FakeAssignments();
  private final JobLogReader reader =
      new JobLogReader(
          new FakeHostEngines().with("h1", engine), assignments, archive, installation);

  @BeforeEach
  void aContainerWithALine() {
    engine.foreign(ContainerSpecBuilder.aContainer(container, installation.id()).build());
    engine.print(container, "hello");
  }

  @Test
  void logOfARunningJobComesFromItsContainer() {
    assertThat(lines(false)).containsExactly("hello");
  }

  @Test
  void storedLogIsReadWithoutTheEngine() {
    archived();
    engine.reachable(false);
    assertThat(lines(true)).containsExactly("hello");
  }

  @Test
  void smallLogIsReadWithoutTheEngineAndTheStore() {
    BatchSpec batch = TestBatch.of("true");
    JobId job = new JobId(batch.batchId(), 0);
    assignments.add(batch);
    assignments.place("h1", job, 1, Instant.EPOCH);
    CapturedLog.Lost log = LogArchive.unreadable(Instant.EPOCH, "a test");
    JobEvent end = new JobEvent.Exited(0, false);
    JobReport report = new JobReport(job, 1, Instant.EPOCH, end, AttemptUsage.UNKNOWN, log.log());
    assertThat(assignments.record(List.of(report))).containsExactly(true);
    engine.reachable(false);
    store.setReachable(false);
    List<JobLogLine> lines = new ArrayList<>();
    for (boolean hasEnded : new boolean[] {true, false}) {
      reader.read(new Request(job, 1, PROJECT, TASK, "h1", hasEnded), null, lines::add);
    }
    assertThat(lines).hasSize(2).allMatch(line -> line.message().contains("a test"));
  }

  @Test
  void containerHasTheLogUntilItIsStored() {
    assertThat(lines(true)).containsExactly("hello");
    store.setReachable(false);
    assertThat(lines(true)).containsExactly("hello");
  }

  /** Nothing is stored for an attempt that printed nothing. */
  @Test
  void attemptWithoutContainerAndLogPrintedNothing() {
    engine.removeFromOutside(container);
    assertThat(lines(true)).isEmpty();
    assertThat(lines(false)).isEmpty();
  }

  @Test
  void logThatMayExistIsUnavailable() {
    engine.reachable(false);
    unavailable(true);
    unavailable(false);
    engine.reachable(true);
    engine.removeFromOutside(container);
    store.setReachable(false);
    unavailable(true);
  }

  /** A job whose row was read before it ended, and whose container was removed since then. */
  @Test
  void logThatWasJustStoredIsFound() {
    archived();
    engine.removeFromOutside(container);
    assertThat(lines(false)).containsExactly("hello");
  }

  /** The lines of two sources must not be mixed. */
  @Test
  void readThatBreaksOffIsUnavailable() {
    archived();
    assertThatThrownBy(() ->
            read(
                false,
                line -> {
                  throw new EngineException.Unreachable("the engine broke off", null);
                }))
        .isInstanceOf(ApiException.class)
        .hasMessageContaining("the engine broke off");
  }

  private void archived() {
    archive.store(LOG, archive.capture(engine, container));
  }

  private void unavailable(boolean hasEnded) {
    assertThatThrownBy(() -> lines(hasEnded)).isInstanceOf(ApiException.class);
  }

  private List<String> lines(boolean hasEnded) {
    List<String> lines = new ArrayList<>();
    read(hasEnded, line -> lines.add(line.message()));
    return lines;
  }

  private void read(boolean hasEnded, Consumer<JobLogLine> sink) {
    reader.read(
        new Request(ATTEMPT.job(), ATTEMPT.attempt(), PROJECT, TASK, "h1", hasEnded),
        Instant.EPOCH,
        sink);
  }
}

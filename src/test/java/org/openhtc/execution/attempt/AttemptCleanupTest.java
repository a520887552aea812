package org.openhtc.execution.attempt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openhtc.execution.AttemptId;
import org.openhtc.execution.TestBatch;
import org.openhtc.execution.engine.EngineException;
import org.openhtc.execution.engine.EngineScenario;
import org.openhtc.execution.engine.FakeContainerEngine;
import org.openhtc.execution.engine.FakeProgram;
import org.openhtc.execution.log.TestArchive;
import org.openhtc.job.JobId;
import org.openhtc.job.assignment.BatchSpec;
import org.openhtc.job.assignment.FakeAssignments;
import org.openhtc.region.Architecture;
import org.openhtc.testing.FakeObjectStore;
import org.openhtc.testing.SettableClock;

class AttemptCleanupTest {
  private final SettableClock clock = new SettableClock();
  private final FakeContainerEngine engine =
      new FakeContainerEngine(clock)
          .holding(TestBatch.IMAGE, Architecture.X86)
          .program(List.of("true"), FakeProgram.exits(0).printing("done"));
  private final FakeObjectStore store = new FakeObjectStore();
  private final FakeAssignments assignments = new FakeAssignments();
  private final AttemptCleanup cleanup =
      new AttemptCleanup(AttemptParts.batchSpecs(assignments), TestArchive.in(store), clock);
  private final BatchSpec batch = TestBatch.of("true");
  private String id = "";

  @BeforeEach
  void anEndedContainer() {
    assignments.add(batch);
    id = engine.create(EngineScenario.named("c", TestBatch.IMAGE, List.of("true"), "owner"));
    engine.start(id);
  }

  @Test
  void logIsStoredAndThenTheContainerRemoved() {
    cleanUp(() -> true);
    assertThat(store.keys()).hasSize(1);
    assertThat(engine.inspect(id)).isEmpty();
  }

  /** The new leader may have removed the container while its log was read. */
  @Test
  void processThatLostTheLeaseNeitherStoresALogNorRemovesAContainer() {
    cleanUp(() -> false);
    assertThat(store.keys()).isEmpty();
    assertThat(engine.inspect(id)).isPresent();
  }

  /** A process that loses its lease for a moment keeps its notes. */
  @Test
  void containerIsKeptUntilItsLogIsStored() {
    AtomicInteger checks = new AtomicInteger();
    AttemptNotes notes = new AttemptNotes();
    cleanUp(() -> checks.getAndIncrement() > 0, notes);
    assertThat(store.keys()).isEmpty();
    assertThat(engine.inspect(id)).isPresent();
    cleanUp(() -> true, notes);
    assertThat(store.keys()).hasSize(1);
    assertThat(engine.inspect(id)).isEmpty();
  }

  /** As after the kill of an engine while it removed the container. */
  @Test
  void storedLogIsKeptIfItsContainerCannotBeReadAnyMore() {
    cleanUp(() -> true);
    byte[] stored = store.get(store.keys().getFirst()).orElseThrow();
    anEndedContainer();
    engine.logsUnreachable(true);
    AttemptNotes notes = new AttemptNotes();
    for (int failed = 1; failed < 5; failed++) {
      assertThatThrownBy(() -> cleanUp(() -> true, notes)).isInstanceOf(EngineException.class);
    }
    cleanUp(() -> true, notes);
    assertThat(store.get(store.keys().getFirst())).contains(stored);
    assertThat(engine.inspect(id)).isEmpty();
  }

  private void cleanUp(BooleanSupplier isLed) {
    cleanUp(isLed, new AttemptNotes());
  }

  private void cleanUp(BooleanSupplier isLed, AttemptNotes notes) {
    AttemptId attempt = new AttemptId(new JobId(batch.batchId(), 0), 1);
    cleanup.cleanUp(engine, id, attempt, notes, isLed);
  }
}

package org.openhtc.execution.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.openhtc.job.JobId;
import org.openhtc.job.JobStatus;
import org.openhtc.job.assignment.Assignment;

class AttemptNotesTest {
  private static final Instant PLACED = Instant.parse("2026-01-01T12:00:00Z");
  private static final Duration DEADLINE = Duration.ofSeconds(10);

  private final AttemptNotes notes = new AttemptNotes();
  private final Assignment job =
      new Assignment(
          new JobId(new UUID(0, 1), 0), 1, JobStatus.STARTING, PLACED, null, false, 60, 0, 1, 64);

  @Test
  void jobHasToStartSoonAfterItsPlacement() {
    notes.hasRoom(PLACED.plusSeconds(1));
    assertThat(notes.startBy(job, DEADLINE)).isEqualTo(PLACED.plus(DEADLINE));
  }

  @Test
  void timeWithoutRoomDoesNotCountForTheStartDeadline() {
    notes.waitsForRoom();
    assertThat(notes.startBy(job, DEADLINE)).isEqualTo(Instant.MAX);
    notes.hasRoom(PLACED.plusSeconds(25));
    assertThat(notes.startBy(job, DEADLINE)).isEqualTo(PLACED.plusSeconds(25).plus(DEADLINE));
  }

  @Test
  void jobThatHasStartedDoesNotReturn() {
    notes.returnToQueue("drained");
    notes.started();
    assertThat(notes.returnReason(true)).isNull();
  }

  @Test
  void jobThatAFullEngineKeepsOutReturnsWhenItIsOverdue() {
    notes.engineFull("full");
    assertThat(notes.returnReason(false)).isNull();
    assertThat(notes.returnReason(true)).isEqualTo("full");
    notes.launching();
    assertThat(notes.returnReason(true)).as("what the launch does is not known").isNull();
  }
}

package org.openhtc.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class DatabaseTimeTest {
  private static final Instant DATABASE = Instant.parse("2026-05-01T12:00:00Z");
  private static final Duration ROUND_TRIP = Duration.ofMillis(40);

  private long nanos = 123;

  @Test
  void timeRunsOnBetweenTwoReadings() {
    DatabaseTime time = new DatabaseTime(DATABASE, () -> nanos);
    nanos += Duration.ofMinutes(3).toNanos();
    assertThat(time.instant()).isEqualTo(DATABASE.plusSeconds(180));
  }

  @Test
  void readingThatAgreesCausesNoStep() {
    DatabaseTime time = new DatabaseTime(DATABASE, () -> nanos);
    assertThat(read(time, DATABASE.plusMillis(10))).isZero();
    assertThat(time.instant()).isEqualTo(DATABASE.plus(ROUND_TRIP));
  }

  @Test
  void timeThatIsTooEarlyIsSetToTheEarliestThatTheReadingAllows() {
    DatabaseTime time = new DatabaseTime(DATABASE.minusSeconds(20), () -> nanos);
    assertThat(read(time, DATABASE)).isEqualTo(Duration.ofSeconds(20).minus(ROUND_TRIP));
    assertThat(time.instant()).isEqualTo(DATABASE);
  }

  @Test
  void timeThatIsTooLateIsSetToTheLatestThatTheReadingAllows() {
    DatabaseTime time = new DatabaseTime(DATABASE.plusSeconds(20), () -> nanos);
    assertThat(read(time, DATABASE)).isEqualTo(Duration.ofSeconds(-20));
    assertThat(time.instant()).isEqualTo(DATABASE.plus(ROUND_TRIP));
  }

  /** The cause of a job that failed although its engine had been killed. */
  @RepeatedTest(200)
  void processesDifferByNoMoreThanTheirReadingsTook(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    DatabaseTime one = wrongTime(random);
    DatabaseTime other = wrongTime(random);
    read(one, DATABASE);
    read(other, DATABASE.plus(ROUND_TRIP));
    assertThat(Duration.between(one.instant(), other.instant()).abs())
        .isLessThanOrEqualTo(ROUND_TRIP);
  }

  private DatabaseTime wrongTime(Random random) {
    return new DatabaseTime(DATABASE.plusMillis(random.nextLong(-100_000, 100_000)), () -> nanos);
  }

  /** Takes {@link #ROUND_TRIP}. */
  private Duration read(DatabaseTime time, Instant found) {
    long sentAt = nanos;
    nanos += ROUND_TRIP.toNanos();
    return time.read(found, sentAt);
  }
}

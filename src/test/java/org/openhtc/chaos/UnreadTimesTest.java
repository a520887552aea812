package org.openhtc.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.openhtc.simulation.ContainerRun;

class UnreadTimesTest {
  private final UnreadTimes times = new UnreadTimes();

  @Test
  void engineThatWasKilledDuringTheRunLosesLines() {
    times.killed(seconds(100), seconds(110));
    assertThat(times.overlap(run(90, 94))).isFalse();
    assertThat(times.overlap(run(90, 99))).as("not read in time").isTrue();
    assertThat(times.overlap(run(90, 120))).isTrue();
    assertThat(times.overlap(run(104, 105))).isTrue();
    assertThat(times.overlap(run(111, 112))).isFalse();
  }

  @Test
  void suspendedEngineLosesNothing() {
    times.suspended(seconds(100), seconds(110));
    assertThat(times.overlap(run(101, 109))).isFalse();
  }

  @Test
  void engineThatWasKilledSoonAfterItWasSuspendedLosesWhatWasPrintedMeanwhile() {
    times.suspended(seconds(80), seconds(90));
    times.suspended(seconds(91), seconds(98));
    times.killed(seconds(100), seconds(110));
    assertThat(times.overlap(run(81, 82))).isTrue();
  }

  @Test
  void engineThatWorkedBetweenTwoFaultsReadWhatWasPrintedBefore() {
    times.suspended(seconds(70), seconds(80));
    times.killed(seconds(100), seconds(110));
    assertThat(times.overlap(run(71, 72))).isFalse();
  }

  private static ContainerRun run(long from, long until) {
    return new ContainerRun("a:0", ContainerRun.UNKNOWN, seconds(from), seconds(until), 0);
  }

  private static long seconds(long seconds) {
    return Duration.ofSeconds(seconds).toNanos();
  }
}

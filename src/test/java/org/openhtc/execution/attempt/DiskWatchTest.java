package org.openhtc.execution.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.openhtc.execution.engine.ContainerState;
import org.openhtc.execution.engine.DiskMechanism;
import org.openhtc.execution.engine.EngineScenario;
import org.openhtc.execution.engine.FakeContainerEngine;
import org.openhtc.job.JobId;
import org.openhtc.job.JobStatus;
import org.openhtc.job.assignment.Assignment;
import org.openhtc.region.Architecture;
import org.openhtc.testing.SettableClock;

class DiskWatchTest {
  private static final String NAME = "c";
  private static final String IMAGE = "i";
  private static final Duration INTERVAL = Duration.ofSeconds(10);
  private static final long OVER = (4L << 30) + 1;

  private final SettableClock clock = new SettableClock();
  private final FakeContainerEngine engine =
      new FakeContainerEngine(clock).holding(IMAGE, Architecture.X86);

  @Test
  void jobLongerThanTheIntervalIsMeasuredAtItsEnd() {
    aContainerThatWrote(OVER);
    clock.advance(INTERVAL);
    engine.end(NAME, 0);
    assertThat(bytesOver(DiskMechanism.WATCH)).isEqualTo(OVER);
  }

  @Test
  void shortSuccessfulJobIsNotMeasured() {
    aContainerThatWrote(OVER);
    engine.end(NAME, 0);
    assertThat(bytesOver(DiskMechanism.WATCH)).isNull();
  }

  @Test
  void shortFailedJobIsMeasured() {
    aContainerThatWrote(OVER);
    engine.end(NAME, 1);
    assertThat(bytesOver(DiskMechanism.WATCH)).isEqualTo(OVER);
  }

  @Test
  void runningJobIsMeasuredAtIntervalsWhereThereIsNoQuota() {
    aContainerThatWrote(OVER);
    DiskWatch watch = watch(DiskMechanism.WATCH);
    assertThat(watch.interval(job(), 0)).contains(INTERVAL);
    assertThat(watch.written(engine, NAME)).contains(OVER);
    assertThat(watch.isExceeded(job(), OVER)).isTrue();
    assertThat(watch.isExceeded(job(), OVER - 1)).isFalse();
  }

  @Test
  void volumesOfARunningJobAreMeasuredWhereTheQuotaDoesNotLimitThem() {
    aContainerThatWrote(OVER);
    DiskWatch watch = watch(DiskMechanism.QUOTA);
    assertThat(watch.interval(job(), 0)).contains(INTERVAL);
    assertThat(watch.written(engine, NAME)).contains(0L);
    engine.writeToVolume(NAME, OVER);
    assertThat(watch.written(engine, NAME)).contains(OVER);
  }

  @Test
  void clusterMeasuresItsJobsItself() {
    assertThat(watch(DiskMechanism.EVICTION).interval(job(), 0)).isEmpty();
    aContainerThatWrote(2L << 30);
    assertThat(watch(DiskMechanism.EVICTION).isNeededAtEnd(job(), 1, false, Duration.ZERO))
        .isFalse();
    assertThat(watch(DiskMechanism.EVICTION).isNeededAtEnd(job(), 137, false, Duration.ZERO))
        .isTrue();
  }

  @Test
  void jobThatWritesNothingIsMeasuredLessOften() {
    DiskWatch watch = watch(DiskMechanism.WATCH);
    assertThat(IntStream.of(1, 2, 3, 1000).mapToObj(times -> watch.interval(job(), times)))
        .containsExactly(
            Optional.of(INTERVAL.multipliedBy(2)),
            Optional.of(INTERVAL.multipliedBy(4)),
            Optional.of(INTERVAL.multipliedBy(4)),
            Optional.of(INTERVAL.multipliedBy(4)));
  }

  @Test
  void lastKnownValueCountsIfTheMeasurementAtTheEndFails() {
    aContainerThatWrote(OVER);
    engine.end(NAME, 1);
    ContainerState ended = state();
    engine.reachable(false);
    DiskWatch watch = watch(DiskMechanism.WATCH);
    assertThat(watch.overAtEnd(engine, job(), ended, OVER)).isEqualTo(OVER);
    assertThat(watch.overAtEnd(engine, job(), ended, null)).isNull();
  }

  @Test
  void jobThatWasStoppedForItsDiskUseFailedForItHoweverShortItRan() {
    aContainerThatWrote(OVER);
    engine.end(NAME, 0);
    assertThat(bytesOver(DiskMechanism.WATCH)).isNull();
    assertThat(watch(DiskMechanism.WATCH).overAtEnd(engine, job(), state(), OVER)).isEqualTo(OVER);
  }

  @Test
  void almostFullQuotaExplainsAFailureWithoutAnotherReason() {
    long almost = (long) ((4L << 30) * 0.96);
    aContainerThatWrote(almost);
    engine.end(NAME, 1);
    assertThat(bytesOver(DiskMechanism.QUOTA)).isEqualTo(almost);
  }

  @Test
  void almostFullQuotaIsNoFailureOfAJobThatSucceededOrRanOutOfMemory() {
    aContainerThatWrote(4L << 30);
    clock.advance(INTERVAL);
    engine.end(NAME, 0);
    assertThat(bytesOver(DiskMechanism.QUOTA)).isNull();
    assertThat(
            watch(DiskMechanism.QUOTA)
                .overAtEnd(engine, job(), failed(state().withOutOfMemory()), null))
        .isNull();
  }

  private void aContainerThatWrote(long bytes) {
    engine.start(engine.create(EngineScenario.named(NAME, IMAGE, List.of("run"), "test")));
    engine.write(NAME, bytes);
  }

  private @Nullable Long bytesOver(DiskMechanism mechanism) {
    return watch(mechanism).overAtEnd(engine, job(), state(), null);
  }

  private DiskWatch watch(DiskMechanism mechanism) {
    return new DiskWatch(() -> mechanism, INTERVAL);
  }

  private ContainerState state() {
    return engine.inspect(NAME).orElseThrow();
  }

  private static ContainerState failed(ContainerState ended) {
    return new ContainerState(
        ended.id(),
        ended.name(),
        Map.of(),
        ended.phase(),
        ended.startedAt(),
        ended.finishedAt(),
        137,
        ended.outOfMemory(),
        "");
  }

  private Assignment job() {
    JobId id = new JobId(new UUID(1, 2), 0);
    return new Assignment(
        id, 1, JobStatus.RUNNING, clock.instant(), clock.instant(), false, 3600, 4, 1, 1024);
  }
}

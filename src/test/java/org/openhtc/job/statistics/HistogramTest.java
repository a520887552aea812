package org.openhtc.job.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class HistogramTest {
  @Test
  void withoutDurationsThereIsNone() {
    assertThat(Histogram.of(List.of())).isEmpty();
  }

  @Test
  void equalDurationsFillOneStep() {
    assertThat(Histogram.of(List.of(700L, 700L, 700L)))
        .contains(new Histogram(700, 700, 700, 700, 700, 1, List.of(3L), 0));
  }

  @Test
  void stepsAreRoundAndOutliersAreCountedApart() {
    List<Long> durations = LongStream.rangeClosed(1, 200).boxed().toList();
    List<Long> withOutlier = new ArrayList<>(durations);
    withOutlier.add(1_000_000L);
    Histogram histogram = Histogram.of(withOutlier).orElseThrow();
    assertThat(histogram.step()).isEqualTo(10);
    assertThat(histogram.from()).isZero();
    assertThat(histogram.jobs()).hasSize(20).startsWith(9L, 10L);
    assertThat(histogram.longer()).isEqualTo(2);
    assertThat(histogram.maximum()).isEqualTo(1_000_000);
    assertThat(histogram.median()).isEqualTo(101);
  }

  @Test
  void clockThatWasSetBackCountsAsZero() {
    assertThat(Histogram.of(List.of(-5L)).orElseThrow().maximum()).isZero();
  }

  @RepeatedTest(20)
  void eachDurationIsCountedOnceInFewSteps(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    int count = 1 + random.nextInt(500);
    long most = 1 + random.nextLong(10_000_000_000L);
    List<Long> durations = random.longs(count, 0, most).boxed().toList();
    Histogram histogram = Histogram.of(durations).orElseThrow();
    long counted = histogram.jobs().stream().mapToLong(Long::longValue).sum();
    assertThat(counted + histogram.longer()).isEqualTo(count);
    assertThat(histogram.jobs()).hasSizeBetween(1, Histogram.MOST_STEPS);
    assertThat(histogram.longer()).isLessThanOrEqualTo(count / 100);
    assertThat(histogram.from() % histogram.step()).isZero();
  }
}

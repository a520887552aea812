package org.openhtc.job.advice;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AdviceTest {
  @Test
  void aFifthMoreThanTheLargestPeakIsAdvised() {
    Advice advice = Advice.of(use(8192, 100, 0, peak(1024), cores(0.9)));
    assertThat(advice.advisedMemory()).isEqualTo(1232); // 1228.8 up to a multiple of 16
    assertThat(advice.memoryReason()).contains("1024 of 8192 MiB", "6.6 times as many jobs");
  }

  @Test
  void smallGainIsNotAdvised() {
    Advice advice = Advice.of(use(1024, 100, 0, peak(800), cores(2)));
    assertThat(advice.advisedMemory()).isEqualTo(1024);
    assertThat(advice.memoryReason()).contains("the request fits");
  }

  @Test
  void moreMemoryIsAdvisedIfJobsNeededMore() {
    Advice advice = Advice.of(use(1024, 100, 3, peak(1024), cores(2)));
    assertThat(advice.advisedMemory()).isEqualTo(2048);
    assertThat(advice.memoryReason()).startsWith("3 jobs failed");
  }

  @Test
  void adviceDoesNotExceedTheLargestRequest() {
    assertThat(Advice.of(use(200_000, 100, 1, null, null)).advisedMemory()).isEqualTo(235_520);
  }

  @Test
  void fewJobsChangeNothing() {
    Advice advice = Advice.of(use(1024, Advice.FEWEST_JOBS - 1, 0, peak(10), cores(0.1)));
    assertThat(advice.advisedMemory()).isEqualTo(1024);
    assertThat(advice.advisedVcpus()).isEqualTo(4);
    assertThat(advice.vcpuReason()).isEqualTo("Measured jobs: 4; at least 5 are needed.");
  }

  @Test
  void jobsThatWereNotMeasuredChangeNothing() {
    Advice advice = Advice.of(use(1024, 100, 0, null, null));
    assertThat(advice.advisedMemory()).isEqualTo(1024);
    assertThat(advice.advisedVcpus()).isEqualTo(4);
  }

  @Test
  void vcpusInUseAreRoundedUp() {
    assertThat(Advice.of(use(1024, 100, 0, null, cores(1.4))).advisedVcpus()).isEqualTo(2);
    assertThat(Advice.of(use(1024, 100, 0, null, cores(2.05))).advisedVcpus()).isEqualTo(2);
    assertThat(Advice.of(use(1024, 100, 0, null, cores(0))).advisedVcpus()).isEqualTo(1);
  }

  @Test
  void noMoreVcpusThanRequestedAreAdvised() {
    Advice advice = Advice.of(use(1024, 100, 0, null, cores(4.7)));
    assertThat(advice.advisedVcpus()).isEqualTo(4);
    assertThat(advice.vcpuReason()).contains("the request fits");
  }

  private static MeasuredUse use(
      int memory,
      int jobs,
      long outOfMemory,
      MeasuredUse.@Nullable Distribution peaks,
      MeasuredUse.@Nullable Distribution cores) {
    return new MeasuredUse(4, memory, jobs, outOfMemory, peaks, cores);
  }

  private static MeasuredUse.Distribution peak(double maximum) {
    return new MeasuredUse.Distribution(maximum / 2, maximum * 0.9, maximum);
  }

  private static MeasuredUse.Distribution cores(double p95) {
    return new MeasuredUse.Distribution(p95 / 2, p95, p95 + 1);
  }
}

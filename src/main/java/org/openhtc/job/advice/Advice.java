package org.openhtc.job.advice;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What jobs should request, by what earlier jobs with equal requests used. The advised values are
 * those that are requested now if nothing should change.
 *
 * @param maxMemory in MiB
 * @param jobs how many succeeded jobs were measured
 * @param outOfMemory how many jobs failed because they needed more memory
 * @param usedVcpus vCPUs in use on average over the run time of a job
 * @param memoryReason one sentence
 * @param vcpuReason one sentence
 */
record Advice(
    @JsonProperty("maxVCpus") int maxVcpus,
    int maxMemory,
    int jobs,
    long outOfMemory,
    @JsonProperty("peakMemoryMiB") MeasuredUse.@Nullable Distribution peakMemoryMib,
    @JsonProperty("usedVCpus") MeasuredUse.@Nullable Distribution usedVcpus,
    @JsonProperty("advisedVCpus") int advisedVcpus,
    int advisedMemory,
    String memoryReason,
    @JsonProperty("vCpuReason") String vcpuReason) {

  /** Fewer jobs do not show what later ones need. */
  static final int FEWEST_JOBS = 5;

  /** The part of the largest peak that is added: other inputs may need a little more. */
  private static final double RESERVE = 0.2;

  /** Advised values are multiples of this. */
  private static final int STEP_MIB = 16;

  /** The largest request that the API accepts. */
  private static final int MOST_MIB = 235_520;

  /** Less is not worth a change of the request. */
  private static final double SMALLEST_GAIN = 0.1;

  /** A job may exceed a whole number of vCPUs by this part of one: it then waits a little. */
  private static final double EXCESS = 0.1;

  static Advice of(MeasuredUse use) {
    int memory = advisedMemory(use);
    int vcpus = advisedVcpus(use);
    return new Advice(
        use.vcpus(),
        use.memoryMib(),
        use.jobs(),
        use.outOfMemory(),
        use.memory(),
        use.cores(),
        vcpus,
        memory,
        memoryReason(use, memory),
        vcpuReason(use, vcpus));
  }

  private static int advisedMemory(MeasuredUse use) {
    int present = use.memoryMib();
    if (use.outOfMemory() > 0) {
      return Math.min(MOST_MIB, present * 2);
    }
    if (use.memory() == null || use.jobs() < FEWEST_JOBS) {
      return present;
    }
    int needed = STEP_MIB * (int) Math.ceil(use.memory().maximum() * (1 + RESERVE) / STEP_MIB);
    return Math.max(STEP_MIB, needed) <= present * (1 - SMALLEST_GAIN)
        ? Math.max(STEP_MIB, needed)
        : present;
  }

  private static int advisedVcpus(MeasuredUse use) {
    if (use.cores() == null || use.jobs() < FEWEST_JOBS) {
      return use.vcpus();
    }
    return Math.clamp((long) Math.ceil(use.cores().p95() - EXCESS), 1, use.vcpus());
  }

  private static String memoryReason(MeasuredUse use, int advised) {
    if (use.outOfMemory() > 0) {
      return "%d jobs failed because they needed more than %d MiB; twice as much is a first step."
          .formatted(use.outOfMemory(), use.memoryMib());
    }
    if (use.memory() == null) {
      return "The hosts could not measure the memory of these jobs.";
    }
    if (use.jobs() < FEWEST_JOBS) {
      return tooFew(use);
    }
    String measured =
        "The largest peak is %.0f of %d MiB".formatted(use.memory().maximum(), use.memoryMib());
    return advised == use.memoryMib()
        ? measured + ": the request fits."
        : measured
            + ". With a fifth more than that, %s times as many jobs fit into the same memory."
                .formatted(ratio(use.memoryMib(), advised));
  }

  private static String vcpuReason(MeasuredUse use, int advised) {
    if (use.cores() == null) {
      return "No job was measured that ran for a second or longer.";
    }
    if (use.jobs() < FEWEST_JOBS) {
      return tooFew(use);
    }
    String measured =
        String.format(
            Locale.ROOT,
            "95 of 100 jobs use up to %.1f of %d vCPUs on average",
            use.cores().p95(),
            use.vcpus());
    return advised == use.vcpus()
        ? measured + ": the request fits."
        : measured
            + ". %s times as many jobs fit onto the same vCPUs."
                .formatted(ratio(use.vcpus(), advised));
  }

  private static String tooFew(MeasuredUse use) {
    return "Measured jobs: %d; at least %d are needed.".formatted(use.jobs(), FEWEST_JOBS);
  }

  private static String ratio(int present, int advised) {
    return String.format(Locale.ROOT, "%.1f", (double) present / advised);
  }
}

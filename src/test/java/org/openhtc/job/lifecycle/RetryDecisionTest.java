package org.openhtc.job.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openhtc.job.FailureCode;
import org.openhtc.job.JobEvent;
import org.openhtc.job.JobStatus;
import org.openhtc.job.retry.ExitCodeRange;
import org.openhtc.job.retry.RetryRule;
import org.openhtc.job.retry.RetryRule.Action;

class RetryDecisionTest {
  private static final FailureCode OOM = FailureCode.NOT_ENOUGH_MEMORY;
  private static final FailureCode CODE = FailureCode.NON_ZERO_CONTAINER_EXIT_CODE;

  private final Random random = new Random(1);

  @Test
  void firstRuleThatMatchesDecides() {
    List<RetryRule> rules =
        List.of(
            rule(List.of(OOM), "", Action.FAIL, null, null, null),
            rule(List.of(CODE), "75", Action.RETRY, null, null, null),
            rule(List.of(CODE), "", Action.FAIL, null, null, null));
    assertThat(decide(rules, 0, CODE, 75)).isInstanceOf(RetryDecision.Retry.class);
    assertThat(decide(rules, 0, CODE, 76)).isInstanceOf(RetryDecision.Fail.class);
    assertThat(decide(rules, 0, OOM, 137)).isInstanceOf(RetryDecision.Fail.class);
    assertThat(decide(rules, 0, FailureCode.TIMEOUT, 143)).isInstanceOf(RetryDecision.Retry.class);
  }

  @Test
  void ruleLimitsTheRetries() {
    List<RetryRule> rules = List.of(rule(List.of(), "", Action.RETRY, 1, null, null));
    assertThat(decide(rules, 0, CODE, 1)).isInstanceOf(RetryDecision.Retry.class);
    assertThat(decide(rules, 1, CODE, 1)).isInstanceOf(RetryDecision.Fail.class);
  }

  @Test
  void ruleForExitCodesDoesNotMatchAFailureWithoutOne() {
    List<RetryRule> rules = List.of(rule(List.of(), "0-255", Action.FAIL, null, null, null));
    assertThat(decide(rules, 0, FailureCode.STARTING_CONTAINER, null))
        .isInstanceOf(RetryDecision.Retry.class);
  }

  @Test
  void faultsStayFreeForAllRules() {
    List<RetryRule> rules = List.of(rule(List.of(), "", Action.FAIL, null, null, null));
    JobState job = TestJobStates.running(0, 0, 64, rules);
    assertThat(JobTransitions.apply(job, new JobEvent.Faulted("Host lost")))
        .isInstanceOfSatisfying(
            Transition.Moved.class,
            moved -> {
              assertThat(moved.next().status()).isEqualTo(JobStatus.RUNNABLE);
              assertThat(moved.next().retriesUsed()).isZero();
            });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void everyJobEndsWithinItsLimitsAndItsMemoryOnlyGrows(int seed) {
    random.setSeed(seed);
    for (int run = 0; run < 2000; run++) {
      int maxRetries = random.nextInt(11);
      JobState job = TestJobStates.running(0, maxRetries, 4 + random.nextInt(100_000), rules());
      int attempts = 1;
      while (RetryDecision.of(job, code(), random.nextInt(256))
          instanceof RetryDecision.Retry retry) {
        assertThat(retry.memoryMib()).isBetween(job.memoryMib(), RetryRule.LARGEST_MEMORY_MIB);
        job = job.retried(retry.memoryMib(), retry.onAnotherHost());
        attempts++;
      }
      assertThat(attempts).isLessThanOrEqualTo(1 + maxRetries);
      assertThat(job.retriesUsed()).isEqualTo(attempts - 1);
    }
  }

  private List<RetryRule> rules() {
    return IntStream.range(0, random.nextInt(4))
        .mapToObj(i ->
            rule(
                random.nextBoolean() ? List.of() : List.of(code()),
                random.nextBoolean() ? "" : random.nextInt(128) + "-" + (128 + random.nextInt(128)),
                random.nextInt(4) == 0 ? Action.FAIL : Action.RETRY,
                random.nextBoolean() ? null : random.nextInt(11),
                random.nextBoolean() ? null : 1.1 + random.nextDouble() * 8,
                random.nextBoolean() ? null : random.nextInt(RetryRule.LARGEST_MEMORY_MIB)))
        .toList();
  }

  private FailureCode code() {
    return FailureCode.values()[random.nextInt(FailureCode.values().length)];
  }

  private static RetryRule rule(
      List<FailureCode> codes,
      String exitCodes,
      Action action,
      @Nullable Integer maxRetries,
      @Nullable Double factor,
      @Nullable Integer maxMemory) {
    return new RetryRule(
        codes,
        exitCodes.isEmpty() ? List.of() : List.of(ExitCodeRange.parse(exitCodes)),
        action,
        maxRetries,
        false,
        factor,
        maxMemory);
  }

  private static RetryDecision decide(
      List<RetryRule> rules, int used, FailureCode code, @Nullable Integer exitCode) {
    return RetryDecision.of(TestJobStates.running(used, 3, 64, rules), code, exitCode);
  }
}

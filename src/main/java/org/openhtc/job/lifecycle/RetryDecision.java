package org.openhtc.job.lifecycle;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.openhtc.job.FailureCode;
import org.openhtc.job.retry.RetryRule;

/**
 * Whether another attempt follows a failure. Pure: the first rule of the strategy that matches the
 * failure decides, within the limit of retries; without such a rule the limit alone decides.
 */
sealed interface RetryDecision {
  /** To be added to the reason of the failure. */
  String remark();

  /** Another attempt follows, with this memory. */
  record Retry(String remark, int memoryMib, boolean onAnotherHost) implements RetryDecision {}

  /** The job has failed. */
  record Fail(String remark) implements RetryDecision {}

  static RetryDecision of(JobState job, FailureCode code, @Nullable Integer exitCode) {
    Optional<RetryRule> rule = job.strategy().rule(code, exitCode);
    if (rule.filter(r -> r.action() == RetryRule.Action.FAIL).isPresent()) {
      return new Fail(job.maxRetries() == 0 ? "" : "; its retry rules exclude a retry");
    }
    int limit = rule.map(RetryRule::maxRetries).orElse(job.maxRetries());
    if (job.retriesUsed() >= Math.min(limit, job.maxRetries())) {
      return new Fail("");
    }
    return rule.map(r -> byRule(job, r)).orElseGet(() -> retry(job, job.memoryMib(), false));
  }

  private static RetryDecision byRule(JobState job, RetryRule rule) {
    int memory = rule.memoryAfter(job.memoryMib());
    return rule.memoryFactor() != null && memory == job.memoryMib()
        ? new Fail("; its retry rules allow no more than %d MiB".formatted(memory))
        : retry(job, memory, rule.onAnotherHost());
  }

  private static Retry retry(JobState job, int memoryMib, boolean onAnotherHost) {
    String more = memoryMib == job.memoryMib() ? "" : " with %d MiB".formatted(memoryMib);
    String other = onAnotherHost ? " on another host" : "";
    return new Retry(
        "; retry %d of %d follows%s%s"
            .formatted(job.retriesUsed() + 1, job.maxRetries(), more, other),
        memoryMib,
        onAnotherHost);
  }
}

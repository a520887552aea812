package org.openhtc.job.retry;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.openhtc.job.FailureCode;

/**
 * Which failed attempts of a job are followed by another one.
 *
 * @param maxRetries 0 to 10, for all rules together
 * @param rules the first one that matches a failure decides; a failure without a rule is retried.
 *     Null for none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RetryStrategy(int maxRetries, @Nullable List<RetryRule> rules) {

  /** Retries of every failure. */
  public static RetryStrategy of(int maxRetries) {
    return new RetryStrategy(maxRetries, null);
  }

  /** The rule that decides about a failure. */
  public Optional<RetryRule> rule(FailureCode code, @Nullable Integer exitCode) {
    return Objects.requireNonNullElse(rules, List.<RetryRule>of()).stream()
        .filter(rule -> rule.matches(code, exitCode))
        .findFirst();
  }
}

package org.openhtc.job.submission;

import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.openhtc.api.ApiException;
import org.openhtc.job.FailureCode;
import org.openhtc.job.retry.ExitCodeRange;
import org.openhtc.job.retry.FailFast;
import org.openhtc.job.retry.RetryRule;
import org.openhtc.job.retry.RetryRule.Action;
import org.openhtc.job.retry.RetryStrategy;

/** The limits and defaults of a submission's retry rules and of its {@code failFast}. */
final class RetryRequestRules {
  private static final int MAX_RETRIES = 10;
  private static final int MAX_RULES = 20;
  private static final int MAX_CODES = 20;
  private static final double MAX_FACTOR = 10;

  private RetryRequestRules() {}

  /**
   * @param memoryMib memory of the first attempt
   * @param at the members' names begin so in error messages
   */
  static RetryStrategy strategy(BatchRequest.@Nullable Retry requested, int memoryMib, String at) {
    if (requested == null) {
      return RetryStrategy.of(0);
    }
    int retries =
        JobSubmissionRules.inRange(requested.maxRetries(), 0, 0, MAX_RETRIES, at + "maxRetries");
    List<BatchRequest.@Nullable Rule> rules = requested.rules();
    if (rules == null || rules.isEmpty()) {
      return RetryStrategy.of(retries);
    }
    atMost(rules, MAX_RULES, at + "rules");
    return new RetryStrategy(
        retries,
        IntStream.range(0, rules.size())
            .mapToObj(i -> rule(rules.get(i), memoryMib, at + "rules[%d]".formatted(i)))
            .toList());
  }

  private static RetryRule rule(BatchRequest.@Nullable Rule rule, int memoryMib, String at) {
    if (rule == null || rule.action() == null) {
      throw ApiException.invalid("%s has no action: RETRY or FAIL.".formatted(at));
    }
    Action action = rule.action();
    boolean changesRetry =
        rule.maxRetries() != null
            || Boolean.TRUE.equals(rule.onAnotherHost())
            || rule.memoryFactor() != null;
    if (action == Action.FAIL && changesRetry) {
      throw ApiException.invalid("%s describes a retry, but its action is FAIL.".formatted(at));
    }
    if (rule.maxMemory() != null && rule.memoryFactor() == null) {
      throw ApiException.invalid("%s.maxMemory has no memoryFactor.".formatted(at));
    }
    return new RetryRule(
        failureCodes(rule.failureCodes(), at + ".failureCodes"),
        exitCodes(rule.exitCodes(), at + ".exitCodes"),
        action,
        rule.maxRetries() == null
            ? null
            : JobSubmissionRules.inRange(rule.maxRetries(), 0, 0, MAX_RETRIES, at + ".maxRetries"),
        Boolean.TRUE.equals(rule.onAnotherHost()),
        factor(rule.memoryFactor(), at + ".memoryFactor"),
        rule.maxMemory() == null
            ? null
            : JobSubmissionRules.inRange(
                rule.maxMemory(),
                memoryMib,
                memoryMib,
                RetryRule.LARGEST_MEMORY_MIB,
                at + ".maxMemory"));
  }

  private static @Nullable Double factor(@Nullable Double factor, String member) {
    if (factor != null && !(factor > 1 && factor <= MAX_FACTOR)) {
      throw ApiException.invalid(
          "%s %s is not above 1 and at most %.0f.".formatted(member, factor, MAX_FACTOR));
    }
    return factor;
  }

  private static List<FailureCode> failureCodes(
      @Nullable List<@Nullable FailureCode> codes, String member) {
    List<@Nullable FailureCode> given = Objects.requireNonNullElse(codes, List.of());
    atMost(given, MAX_CODES, member);
    return given.stream().map(code -> required(code, member)).toList();
  }

  private static List<ExitCodeRange> exitCodes(
      @Nullable List<@Nullable String> codes, String member) {
    List<@Nullable String> given = Objects.requireNonNullElse(codes, List.of());
    atMost(given, MAX_CODES, member);
    return given.stream().map(code -> range(required(code, member), member)).toList();
  }

  private static ExitCodeRange range(String code, String member) {
    try {
      return ExitCodeRange.parse(code);
    } catch (IllegalArgumentException e) {
      String shown = code.length() <= 20 ? code : code.substring(0, 20) + "...";
      throw ApiException.invalid(
          "%s '%s' is %s.".formatted(member, shown, String.valueOf(e.getMessage())));
    }
  }

  /** Null for a batch whose failures end no other jobs. */
  static @Nullable FailFast failFast(BatchRequest.@Nullable FailFastRequest given, String at) {
    if (given == null) {
      return null;
    }
    if (given.failures() == null && given.percent() == null) {
      throw ApiException.invalid("%s has neither failures nor percent.".formatted(at));
    }
    return new FailFast(
        given.failures() == null
            ? null
            : JobSubmissionRules.inRange(given.failures(), 1, 1, 1_000_000, at + ".failures"),
        given.percent() == null
            ? null
            : JobSubmissionRules.inRange(given.percent(), 1, 1, 100, at + ".percent"),
        Objects.requireNonNullElse(given.scope(), FailFast.Scope.BATCH));
  }

  private static void atMost(List<?> list, int most, String member) {
    if (list.size() > most) {
      throw ApiException.invalid(
          "%s has %d elements, more than %d.".formatted(member, list.size(), most));
    }
  }

  private static <T> T required(@Nullable T value, String member) {
    if (value == null) {
      throw ApiException.invalid("%s contains null.".formatted(member));
    }
    return value;
  }
}

package org.openhtc.job.retry;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openhtc.job.FailureCode;

/**
 * What follows a failure of a certain kind. A failure matches if its code is listed and its exit
 * code is in a range; an empty list matches everything.
 *
 * @param maxRetries no retry once the job has used so many; null for the limit of the strategy
 * @param onAnotherHost whether the next attempt avoids the host, as long as there is another one
 * @param memoryFactor by which the next attempt gets more memory; null for the same memory
 * @param maxMemory MiB that an attempt gets at most by this rule; null for the limit of the API
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RetryRule(
    List<FailureCode> failureCodes,
    List<ExitCodeRange> exitCodes,
    Action action,
    @Nullable Integer maxRetries,
    boolean onAnotherHost,
    @Nullable Double memoryFactor,
    @Nullable Integer maxMemory) {

  /** What a rule does with a job. */
  public enum Action {
    RETRY,
    FAIL
  }

  /** The most memory that a job can have. */
  public static final int LARGEST_MEMORY_MIB = 235_520;

  /** Whether the rule applies to a failure; its exit code is null if there is none. */
  public boolean matches(FailureCode code, @Nullable Integer exitCode) {
    return (failureCodes.isEmpty() || failureCodes.contains(code))
        && (exitCodes.isEmpty()
            || (exitCode != null && exitCodes.stream().anyMatch(r -> r.contains(exitCode))));
  }

  /** The memory of the next attempt in MiB: the same if the rule allows no more. */
  public int memoryAfter(int memoryMib) {
    if (memoryFactor == null) {
      return memoryMib;
    }
    int most = maxMemory == null ? LARGEST_MEMORY_MIB : maxMemory;
    return Math.max(memoryMib, (int) Math.min(most, Math.ceil(memoryMib * memoryFactor)));
  }
}

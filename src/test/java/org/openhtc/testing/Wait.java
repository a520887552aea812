package org.openhtc.testing;

import static org.awaitility.Awaitility.await;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A wait for a value that changes until it is final, such as a job, which is final when it has
 * ended.
 *
 * @param goal what is awaited, for the message of a failure
 */
record Wait<T>(String goal, Supplier<T> value, Predicate<T> isFinal) {

  /**
   * Waits until the value fulfils the condition.
   *
   * @return the value that fulfils it
   * @throws AssertionError after {@link Timeouts#STEP}, or at once if the value is final and does
   *     not
   */
  T until(Predicate<T> condition) {
    AtomicReference<T> last = new AtomicReference<>(value.get());
    try {
      await()
          .atMost(Timeouts.STEP)
          .until(() -> isFulfilled(condition, last.updateAndGet(previous -> value.get())));
    } catch (ConditionTimeoutException e) {
      throw new AssertionError(
          "%s was not reached within %s: %s".formatted(goal, Timeouts.STEP, last), e);
    }
    return last.get();
  }

  private boolean isFulfilled(Predicate<T> condition, T present) {
    boolean isFulfilled = condition.test(present);
    if (!isFulfilled && isFinal.test(present)) {
      throw new AssertionError("%s can no longer be reached: %s".formatted(goal, present));
    }
    return isFulfilled;
  }
}

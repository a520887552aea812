package org.openhtc.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.openhtc.api.ApiException;
import org.openhtc.api.Caller;
import org.openhtc.api.ErrorCode;
import org.openhtc.api.Role;

class MemoryBudgetTest {
  private static final Duration SHORT = Duration.ofMillis(20);
  private static final Duration LONG = Duration.ofMinutes(1);

  @Test
  void aUserGetsAQuarterAndAWorkspaceHalf() {
    MemoryBudget budget = new MemoryBudget(100, SHORT);
    budget.take(caller("a", "w"), 25);
    assertRefused(budget, caller("a", "w"), 1);
    budget.take(caller("b", "w"), 25);
    assertRefused(budget, caller("c", "w"), 1);
    budget.take(caller("d", "other"), 25);
    budget.take(caller("e", "third"), 25);
    assertRefused(budget, caller("f", "fourth"), 1);
  }

  @Test
  void workThatNeedsMoreThanAQuarterTakesAQuarter() {
    MemoryBudget budget = new MemoryBudget(100, SHORT);
    budget.take(caller("a", "w"), 1000).close();
    budget.take(caller("a", "w"), 1000);
    budget.take(caller("b", "w"), 1000);
  }

  @Test
  void closedLeaseIsReturnedOnce() {
    MemoryBudget budget = new MemoryBudget(100, SHORT);
    MemoryBudget.Lease lease = budget.take(caller("a", "w"), 25);
    lease.close();
    lease.close();
    budget.take(caller("a", "w"), 25);
    assertRefused(budget, caller("a", "w"), 1);
  }

  /** The requests of a user over its share don't delay others. */
  @Test
  void requestsOverTheirShareKeepNoOtherWaiting() {
    MemoryBudget budget = new MemoryBudget(100, LONG);
    MemoryBudget.Lease lease = budget.take(caller("a", "w"), 25);
    List<String> served = new CopyOnWriteArrayList<>();
    List<Thread> more = List.of(taker(budget, "a", "w", served), taker(budget, "a", "w", served));
    await().until(() -> more.stream().allMatch(MemoryBudgetTest::waits));
    budget.take(caller("b", "w"), 25).close();
    assertThat(served).isEmpty();
    lease.close();
    await().until(() -> served.size() == 2);
  }

  @Test
  void workspaceThatUsesLeastIsServedFirst() {
    MemoryBudget budget = new MemoryBudget(100, LONG);
    MemoryBudget.Lease first = budget.take(caller("a", "w"), 25);
    budget.take(caller("b", "w"), 20);
    budget.take(caller("c", "x"), 25);
    MemoryBudget.Lease last = budget.take(caller("d", "y"), 25);
    List<String> served = new CopyOnWriteArrayList<>();
    Thread same = keeper(budget, "e", "x", served);
    await().until(() -> waits(same));
    Thread other = keeper(budget, "f", "z", served);
    await().until(() -> waits(other));
    first.close();
    await().until(() -> !served.isEmpty());
    assertThat(served).containsExactly("f");
    last.close();
    await().until(() -> served.size() == 2);
  }

  private static boolean waits(Thread thread) {
    return thread.getState() == Thread.State.TIMED_WAITING;
  }

  private static Thread taker(
      MemoryBudget budget, String user, String workspace, List<String> served) {
    return Thread.ofVirtual()
        .start(() -> {
          budget.take(caller(user, workspace), 25).close();
          served.add(user);
        });
  }

  private static Thread keeper(
      MemoryBudget budget, String user, String workspace, List<String> served) {
    return Thread.ofVirtual()
        .start(() -> {
          budget.take(caller(user, workspace), 25);
          served.add(user);
        });
  }

  private static void assertRefused(MemoryBudget budget, Caller caller, long bytes) {
    assertThatThrownBy(() -> budget.take(caller, bytes))
        .isInstanceOfSatisfying(
            ApiException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));
  }

  private static Caller caller(String user, String workspace) {
    return new Caller.UserCaller(user, user + "@example.org", workspace, "org", Role.USER);
  }
}

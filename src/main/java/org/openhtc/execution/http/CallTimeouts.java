package org.openhtc.execution.http;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Closes the connections of calls whose time limit passed. A Unix socket has no read timeout, and
 * one check of all calls at intervals costs less than a timer for each. One instance serves the
 * connections to all servers. Without calls it does nothing.
 */
public final class CallTimeouts {
  /** How late a limit may be noticed; the shortest limit is five seconds. */
  private static final Duration INTERVAL = Duration.ofMillis(100);

  private static final Executor AFTER_INTERVAL =
      CompletableFuture.delayedExecutor(
          INTERVAL.toMillis(), TimeUnit.MILLISECONDS, Thread::startVirtualThread);

  private final Set<RunningCall> running = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean isChecking = new AtomicBoolean();

  RunningCall begin(Duration limit) {
    RunningCall call = new RunningCall(limit, System.nanoTime(), running::remove);
    running.add(call);
    checkLater();
    return call;
  }

  private void checkLater() {
    if (!isChecking.get() && isChecking.compareAndSet(false, true)) {
      AFTER_INTERVAL.execute(this::check);
    }
  }

  private void check() {
    long now = System.nanoTime();
    running.forEach(call -> call.expireIfDue(now));
    isChecking.set(false);
    if (!running.isEmpty()) {
      checkLater();
    }
  }
}

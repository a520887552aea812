package org.openhtc;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.openhtc.lease.WakeableLoop;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Adds carriers while no virtual thread runs, and ends the process if that does not help: then it
 * would do no work, but would keep its leases, which other threads renew. After its end another
 * process takes them, and systemd or Docker starts it again. {@link CarrierThreads} describes how
 * that state can arise.
 *
 * <p>A process that was suspended does not count as stuck, because several waits in a row must
 * fail, each of which begins after the process continues.
 */
final class VirtualThreadWatch {
  /** Status of a process that ends because its virtual threads do not run. */
  static final int STUCK = 70;

  private static final Logger log = LoggerFactory.getLogger(VirtualThreadWatch.class);
  private static final Duration WAIT = Duration.ofSeconds(2);
  private static final int WAITS = 30;
  private static final Duration LONGEST_LOGGING = Duration.ofSeconds(5);

  private final Duration wait;
  private final CarrierThreads carriers = new CarrierThreads();

  private VirtualThreadWatch(Duration wait) {
    this.wait = wait;
  }

  /** Watches until the process ends, from a thread that needs no other one. */
  static void start() {
    start(WAIT);
  }

  /**
   * @param wait a thirtieth of the time after which the process is stuck, and the time between
   *     checks
   */
  static void start(Duration wait) {
    WakeableLoop.onPlatformThread("virtual-thread-watch", wait, Duration.ZERO)
        .start(new VirtualThreadWatch(wait)::check);
  }

  private void check() {
    try {
      if (!areRunning()) {
        end();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean areRunning() throws InterruptedException {
    CountDownLatch ran = new CountDownLatch(1);
    Thread.startVirtualThread(ran::countDown);
    for (int n = 1; n <= WAITS; n++) {
      if (ran.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
        return true;
      }
      if (n > 1 && n < WAITS) { // the first wait also fails in a process that was suspended
        addCarriers(ran, wait.multipliedBy(n));
      }
    }
    return false;
  }

  private void addCarriers(CountDownLatch ran, Duration time) {
    try {
      if (carriers.add()) {
        int most = carriers.count();
        apart(() ->
            log.warn("No virtual thread has run for {}: the limit is now {} carriers", time, most));
      }
      apart(() -> Thread.startVirtualThread(ran::countDown));
    } catch (RuntimeException | Error e) {
      // Such as no memory for a thread: the process ends if virtual threads still do not run.
    }
  }

  private void end() throws InterruptedException {
    Duration time = wait.multipliedBy(WAITS);
    try {
      apart(() -> log.error("No virtual thread has run for {}: the process ends", time))
          .join(LONGEST_LOGGING);
    } finally {
      Runtime.getRuntime().halt(STUCK); // also if no thread can be started
    }
  }

  /** In a thread of its own: one that does not run may hold a lock of the log. */
  private static Thread apart(Runnable work) {
    return Thread.ofPlatform().daemon().start(work);
  }
}

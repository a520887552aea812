package org.openhtc.lease;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Does work portion by portion in one process of the installation at a time. Between portions the
 * lease is renewed and the end of the service heeded. Portions must be harmless when two processes
 * do them at once: a holder that was paused may wake up in the middle of one.
 */
public final class LeaderLoop implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(LeaderLoop.class);
  private static final Duration LAST_PORTION = Duration.ofSeconds(10);

  private final String name;
  private final Leases leases;
  private final Duration pause;
  private final BooleanSupplier portion;
  private final Semaphore wakeUp = new Semaphore(0);
  private volatile boolean isEnding;
  private @Nullable Thread loop;

  /**
   * @param name of the lease
   * @param pause after which the loop looks for work again when there was none
   * @param portion does a bounded piece of work; true when there is more
   */
  public LeaderLoop(String name, Leases leases, Duration pause, BooleanSupplier portion) {
    this.name = name;
    this.leases = leases;
    this.pause = pause;
    this.portion = portion;
  }

  @Override
  public void start() {
    isEnding = false;
    loop = Thread.ofVirtual().name(name).start(this::run);
  }

  /** The portion at hand is brought to its end before the database goes. */
  @Override
  public void stop() {
    isEnding = true;
    wakeUp.release();
    Thread running = loop;
    if (running != null) {
      await(running);
      loop = null;
    }
  }

  private static void await(Thread running) {
    try {
      if (!running.join(LAST_PORTION)) {
        running.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean isRunning() {
    return loop != null;
  }

  private void run() {
    try {
      while (!isEnding) {
        if (!work()) {
          wakeUp.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean work() {
    try {
      return leases.hold(name).isPresent() && portion.getAsBoolean();
    } catch (RuntimeException | Error e) {
      log.warn("A portion of {} failed and is tried again in {}", name, pause, e);
      return false;
    }
  }
}

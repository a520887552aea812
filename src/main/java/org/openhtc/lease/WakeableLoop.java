package org.openhtc.lease;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs passes one after another on a thread of its own: the first one at the start, each further
 * one on a wake-up and at least once per interval. A wake-up during a pass causes another pass, so
 * nothing that the running pass missed waits for the interval; several wake-ups cause one pass. A
 * pass that fails is logged, and the loop continues.
 *
 * <p>A stop starts no further pass, waits up to 10 seconds for the running one, then interrupts it
 * and waits no longer. A stopped loop can be started again.
 */
public final class WakeableLoop {
  private static final Logger log = LoggerFactory.getLogger(WakeableLoop.class);
  private static final Duration LAST_PASS = Duration.ofSeconds(10);

  private final String name;
  private final Thread.Builder threads;
  private final Duration shortestPause;
  private final Duration interval;
  private final Duration lastPass;
  private final FailureLog failures;
  private final Semaphore wakeUps = new Semaphore(0);
  private volatile @Nullable Running running;

  /**
   * @param end zero as soon as no further pass is to start
   */
  private record Running(Thread thread, CountDownLatch end) {}

  /**
   * @param name of the thread, and in the log
   * @param interval longest pause between two passes
   */
  public WakeableLoop(String name, Duration interval) {
    this(name, Duration.ZERO, interval);
  }

  /**
   * @param name of the thread, and in the log
   * @param shortestPause between two passes, however many wake-ups there are
   * @param interval without a wake-up, the next pass starts this long after the shortest pause
   */
  public WakeableLoop(String name, Duration shortestPause, Duration interval) {
    this(name, shortestPause, interval, LAST_PASS);
  }

  /**
   * @param lastPass how long a stop waits for the running pass
   */
  WakeableLoop(String name, Duration shortestPause, Duration interval, Duration lastPass) {
    this(name, Thread.ofVirtual(), shortestPause, interval, lastPass);
  }

  private WakeableLoop(
      String name,
      Thread.Builder threads,
      Duration shortestPause,
      Duration interval,
      Duration lastPass) {
    this.name = name;
    this.threads = threads.name(name);
    this.shortestPause = shortestPause;
    this.interval = interval;
    this.lastPass = lastPass;
    this.failures = new FailureLog(name, log, System::nanoTime);
  }

  /**
   * A loop that virtual threads can't delay, even if they occupy all processors, and whose passes
   * may compute for long without delaying virtual threads.
   *
   * @param name of the thread, and in the log
   * @param shortestPause between two passes, however many wake-ups there are
   * @param interval without a wake-up, the next pass starts this long after the shortest pause
   */
  public static WakeableLoop onPlatformThread(
      String name, Duration shortestPause, Duration interval) {
    return new WakeableLoop(name, Thread.ofPlatform().daemon(), shortestPause, interval, LAST_PASS);
  }

  /**
   * @param pass reads what is to be done and does it; must not rely on being woken for each change
   */
  public void start(Runnable pass) {
    CountDownLatch end = new CountDownLatch(1);
    Thread thread = threads.start(() -> run(pass, end));
    running = new Running(thread, end);
  }

  /** Lets the next pass start at once, or right after the running one. */
  public void wake() {
    wakeUps.release();
  }

  /** Starts no further pass; does not wait for the running one. */
  public void end() {
    Running run = running;
    if (run != null) {
      run.end.countDown();
      wakeUps.release();
    }
  }

  /** Ends the loop and waits for the running pass; see the description of the class. */
  public void stop() {
    Running run = running;
    if (run != null) {
      end();
      await(run.thread);
      running = null;
    }
  }

  public boolean isRunning() {
    return running != null;
  }

  private void await(Thread thread) {
    try {
      if (!thread.join(lastPass)) {
        log.warn("The last pass of {} has not ended after {}: it is interrupted", name, lastPass);
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run(Runnable pass, CountDownLatch end) {
    try {
      while (end.getCount() > 0) {
        runSafely(pass);
        pause(end);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void runSafely(Runnable pass) {
    try {
      pass.run();
      failures.succeeded();
    } catch (RuntimeException | Error e) {
      failures.failed(e, interval);
    }
  }

  private void pause(CountDownLatch end) throws InterruptedException {
    if (!end.await(shortestPause.toMillis(), TimeUnit.MILLISECONDS)) {
      wakeUps.tryAcquire(interval.toMillis(), TimeUnit.MILLISECONDS);
      wakeUps.drainPermits();
    }
  }
}

package org.openhtc;

import java.lang.management.ManagementFactory;
import jdk.management.VirtualThreadSchedulerMXBean;

/**
 * The operating system's threads that run virtual threads. There are many at first, when many
 * classes are initialized, and few later, because each one that is woken costs CPU time.
 *
 * <p>A virtual thread keeps its carrier while it waits until another one has initialized a class
 * (Java 25; JDK-8369238 mends a part of it), and while it waits for a name server. With one carrier
 * for each processor, which is Java's default, a few such threads occupy all of them on a small
 * machine. The thread that has to end the initialization, or holds a lock of the class loader, then
 * never runs again.
 */
final class CarrierThreads {
  private static final String PARALLELISM = "jdk.virtualThreadScheduler.parallelism";

  /** More than the threads that begin with the same work at the same time on a small machine. */
  private static final int LEAST = 32;

  /** For name servers that do not respond; more are added if these are not enough. */
  private static final int USUAL = 4;

  /** Java's own limit for carriers that it adds in other cases. */
  private static final int MOST = 256;

  private final VirtualThreadSchedulerMXBean scheduler =
      ManagementFactory.getPlatformMXBean(VirtualThreadSchedulerMXBean.class);

  private final boolean isSmallMachine;

  private CarrierThreads(boolean isSmallMachine) {
    this.isSmallMachine = isSmallMachine;
  }

  /** Has an effect only before the first virtual thread; a given property prevails. */
  static CarrierThreads provide() {
    boolean isSmallMachine = System.getProperty(PARALLELISM) == null && processors() < LEAST;
    if (isSmallMachine) {
      System.setProperty(PARALLELISM, Integer.toString(LEAST));
    }
    return new CarrierThreads(isSmallMachine);
  }

  private static int processors() {
    return Runtime.getRuntime().availableProcessors();
  }

  /** How many there may be. */
  int count() {
    return scheduler.getParallelism();
  }

  /** Leaves as many as there are processors, unless more than the first ones were needed. */
  void reduce() {
    if (isSmallMachine && count() == LEAST) {
      scheduler.setParallelism(Math.max(USUAL, processors()));
    }
  }

  /**
   * Doubles their number. Java starts a carrier only when a virtual thread enters an empty queue,
   * so the next virtual thread has to be started by another platform thread, which uses another
   * queue.
   *
   * @return false at the limit
   */
  boolean add() {
    int now = count();
    if (now >= MOST) {
      return false;
    }
    scheduler.setParallelism(Math.min(MOST, 2 * now));
    return true;
  }
}

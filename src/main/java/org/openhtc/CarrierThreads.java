package org.openhtc;

import java.lang.management.ManagementFactory;
import jdk.management.VirtualThreadSchedulerMXBean;

/**
 * The operating system's threads that run virtual threads.
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

  /** Java's own limit for carriers that it adds in other cases. */
  private static final int MOST = 256;

  private final VirtualThreadSchedulerMXBean scheduler =
      ManagementFactory.getPlatformMXBean(VirtualThreadSchedulerMXBean.class);

  /** Has an effect only before the first virtual thread; a given property prevails. */
  static void provide() {
    int processors = Runtime.getRuntime().availableProcessors();
    if (System.getProperty(PARALLELISM) == null && processors < LEAST) {
      System.setProperty(PARALLELISM, Integer.toString(LEAST));
    }
  }

  /** How many there may be. */
  int count() {
    return scheduler.getParallelism();
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

package org.openhtc;

/**
 * The operating system's threads that run virtual threads.
 *
 * <p>A virtual thread that waits until another one has initialized a class keeps its carrier. With
 * one carrier for each processor, which is Java's default, a few such threads occupy all of them
 * when a service starts on a small machine. The thread that has to end the initialization, or holds
 * a lock of the class loader, then never runs again (Java 25; JDK-8369238 mends a part of it).
 */
final class CarrierThreads {
  private static final String PARALLELISM = "jdk.virtualThreadScheduler.parallelism";

  /** More than the threads that begin with the same work at the same time on a small machine. */
  private static final int LEAST = 32;

  private CarrierThreads() {}

  /** Has an effect only before the first virtual thread; a given property prevails. */
  static void provide() {
    int processors = Runtime.getRuntime().availableProcessors();
    if (System.getProperty(PARALLELISM) == null && processors < LEAST) {
      System.setProperty(PARALLELISM, Integer.toString(LEAST));
    }
  }
}

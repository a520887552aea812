package org.openhtc.testing;

import java.lang.management.ManagementFactory;
import java.util.stream.LongStream;

/** How much of this JVM's heap live objects occupy. */
public final class HeapUse {
  private HeapUse() {}

  /**
   * Mebibytes in use after a garbage collection. It is the least of several values, because each
   * one contains what other threads have allocated since the collection.
   */
  public static long mib() {
    return LongStream.generate(HeapUse::afterACollection).limit(3).min().orElseThrow();
  }

  private static long afterACollection() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> 20;
  }
}

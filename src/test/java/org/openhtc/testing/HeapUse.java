package org.openhtc.testing;

import java.lang.management.ManagementFactory;

/** How much of this JVM's heap live objects occupy. */
public final class HeapUse {
  private HeapUse() {}

  /** Mebibytes in use after a garbage collection. */
  public static long mib() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> 20;
  }
}

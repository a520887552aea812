package org.openhtc.execution.log;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.openhtc.storage.StoreUnavailable;

/**
 * Limits how many logs of this process use a temporary file at the same time. Each needs less than
 * 1 MiB of memory, and about the log limit of disk space.
 */
final class LargeLogSlots {
  /** 16 logs of 16 MiB: about 270 MiB of disk space. */
  private static final int SLOTS = 16;

  /** Shorter than the time limit of an engine for a log, because its request waits meanwhile. */
  private static final int LONGEST_WAIT_SECONDS = 20;

  private final Semaphore free;
  private final long longestWaitMillis;

  LargeLogSlots() {
    this(SLOTS, TimeUnit.SECONDS.toMillis(LONGEST_WAIT_SECONDS));
  }

  LargeLogSlots(int slots, long longestWaitMillis) {
    this.free = new Semaphore(slots, true);
    this.longestWaitMillis = longestWaitMillis;
  }

  /**
   * Takes a slot, which has to be given back.
   *
   * @throws StoreUnavailable if none becomes free: the store takes logs too slowly
   */
  void take() throws InterruptedException {
    if (!free.tryAcquire(longestWaitMillis, TimeUnit.MILLISECONDS)) {
      throw new StoreUnavailable("too many large logs are being archived");
    }
  }

  void giveBack() {
    free.release();
  }
}

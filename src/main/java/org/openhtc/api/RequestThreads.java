package org.openhtc.api;

import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Runs requests on platform threads, and those beyond a number on virtual threads. The service's
 * own work is done on virtual threads, which share the processors in the order of their arrival: a
 * request would wait for all of it at each of its statements while the service works at its full
 * rate. The operating system gives a platform thread its share at once. Streams and slow reads may
 * be many, so that not every request can have one.
 */
final class RequestThreads implements Executor {
  /** Idle threads end after this time. */
  private static final long IDLE_SECONDS = 30;

  private final ThreadPoolExecutor platform;

  /**
   * @param most platform threads
   */
  RequestThreads(int most) {
    platform =
        new ThreadPoolExecutor(
            0,
            most,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            Thread.ofPlatform().daemon().name("request-", 1).factory(),
            (request, full) -> Thread.ofVirtual().name("request").start(request));
  }

  @Override
  public void execute(Runnable request) {
    platform.execute(request);
  }
}

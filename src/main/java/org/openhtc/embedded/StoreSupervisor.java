package org.openhtc.embedded;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the endpoint of the embedded store again when it does not respond any more. */
final class StoreSupervisor implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(StoreSupervisor.class);
  private static final Duration INTERVAL = Duration.ofSeconds(2);

  /** One missing response may be due to a busy machine. */
  private static final int FAILURES_BEFORE_RESTART = 3;

  private final Endpoint endpoint;
  private final Semaphore closing = new Semaphore(0);
  private int failures;
  private volatile boolean isHealthy = true;

  StoreSupervisor(Endpoint endpoint) {
    this.endpoint = endpoint;
  }

  /** What is supervised. */
  interface Endpoint {

    /** Whether it responds to a request within a second or two. */
    boolean responds();

    /** Starts it again, with the same address. */
    void restart() throws IOException;
  }

  /** Whether the endpoint responded to the last request. */
  boolean isHealthy() {
    return isHealthy;
  }

  void start() {
    Thread.ofVirtual().name("store-supervisor").start(this::supervise);
  }

  /** One check, with a restart if it is due. */
  void tick() {
    isHealthy = endpoint.responds();
    failures = isHealthy ? 0 : failures + 1;
    if (failures < FAILURES_BEFORE_RESTART) {
      return;
    }
    failures = 0;
    log.error("The object store does not respond; starting it again");
    try {
      endpoint.restart();
      isHealthy = endpoint.responds();
    } catch (IOException | RuntimeException e) {
      log.error("The object store did not start; trying again: {}", e.toString());
    }
  }

  private void supervise() {
    try {
      while (!closing.tryAcquire(INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
        tick();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closing.release();
  }
}

package org.openhtc.embedded;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the embedded PostgreSQL again, on the same port, when its process ends. */
final class PostgresSupervisor implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(PostgresSupervisor.class);

  private final PostgresServer server;
  private final Semaphore closing = new Semaphore(0);
  private final Thread thread;

  private PostgresSupervisor(PostgresServer server) {
    this.server = server;
    this.thread = Thread.ofVirtual().name("postgres").unstarted(this::supervise);
  }

  static PostgresSupervisor of(PostgresServer server) {
    PostgresSupervisor supervisor = new PostgresSupervisor(server);
    supervisor.thread.start();
    return supervisor;
  }

  private void supervise() {
    RestartPause pause = new RestartPause();
    try {
      while (!isClosedWithin(pause.after(runToTheEnd()))) {
        startAgain();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns how long the server ran; nearly nothing if it was not started. */
  private Duration runToTheEnd() throws InterruptedException {
    long started = System.nanoTime();
    try {
      server.awaitEnd();
    } catch (IOException e) {
      log.warn("The embedded PostgreSQL can't be watched: {}", e.toString());
    }
    return Duration.ofNanos(System.nanoTime() - started);
  }

  private void startAgain() {
    log.error("The embedded PostgreSQL ended; starting it again");
    try {
      server.restart();
    } catch (IOException | RuntimeException e) {
      log.error("The embedded PostgreSQL did not start; trying again: {}", e.toString());
    }
  }

  private boolean isClosedWithin(Duration pause) throws InterruptedException {
    return closing.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** To be called before the server is closed. */
  @Override
  public void close() {
    closing.release();
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

package org.openhtc.embedded.postgres;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts a server. The library waits for a fixed time, whether the server recovers from a crash or
 * has ended. So it is given much time, and its wait is interrupted when the server has ended.
 */
public final class PostgresStart {
  private static final Logger log = LoggerFactory.getLogger(PostgresStart.class);

  /** Recovery from a crash; also of a restored backup of a busy service. */
  public static final Duration LONGEST = Duration.ofHours(6);

  /** A server that can't start ends before it has written its lock file. */
  private static final Duration LONGEST_WITHOUT_PROCESS = Duration.ofSeconds(20);

  /** Of a new database, on a slow disk. */
  private static final Duration LONGEST_CREATION = Duration.ofMinutes(5);

  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final Duration REPORTED_EVERY = Duration.ofSeconds(30);

  private final Path data;
  private final Thread starter = Thread.currentThread();
  private final CountDownLatch end = new CountDownLatch(1);
  private final long begin = System.nanoTime();
  private boolean isOver;
  private boolean isInterrupted;

  private PostgresStart(Path data) {
    this.data = data;
  }

  /**
   * Returns the server when it accepts connections.
   *
   * @param builder with {@link #LONGEST} as its wait
   * @param data the data directory
   * @throws IOException if it has ended
   */
  public static EmbeddedPostgres of(EmbeddedPostgres.Builder builder, Path data)
      throws IOException {
    PostgresStart start = new PostgresStart(data);
    Thread.ofVirtual().name("postgres-start").start(start::watch);
    EmbeddedPostgres server;
    try {
      server = builder.start();
    } finally {
      start.over();
    }
    if (start.isInterrupted) {
      server.close();
      throw new IOException("PostgreSQL ended while it started; its log is that of the service");
    }
    return server;
  }

  private synchronized void over() {
    isOver = true;
    end.countDown();
    if (isInterrupted) {
      Thread.interrupted(); // the interrupt has had its effect
    }
  }

  private void watch() {
    try {
      Optional<PostgresProcess> server = find();
      if (server.isEmpty() || hasEnded(server.get())) {
        interrupt();
      }
    } catch (IOException e) {
      log.warn("The start of PostgreSQL can't be observed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void interrupt() {
    if (!isOver) {
      isInterrupted = true;
      starter.interrupt();
    }
  }

  private Optional<PostgresProcess> find() throws IOException, InterruptedException {
    boolean isNew = !Files.exists(data.resolve("PG_VERSION"));
    Duration longest = isNew ? LONGEST_CREATION : LONGEST_WITHOUT_PROCESS;
    Optional<PostgresProcess> server = PostgresProcess.using(data);
    while (server.isEmpty() && passed().compareTo(longest) < 0) {
      if (end.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
        return server;
      }
      server = PostgresProcess.using(data);
    }
    return server;
  }

  /** Waits until the server has ended, or its start is over. */
  private boolean hasEnded(PostgresProcess server) throws IOException, InterruptedException {
    Duration next = REPORTED_EVERY;
    while (!server.hasEndedWithin(PAUSE)) {
      if (end.getCount() == 0) {
        return false;
      }
      if (passed().compareTo(next) >= 0) {
        log.info("PostgreSQL has not started for {} s: it recovers from a crash", next.toSeconds());
        next = next.plus(REPORTED_EVERY);
      }
    }
    return true;
  }

  private Duration passed() {
    return Duration.ofNanos(System.nanoTime() - begin);
  }
}

package org.openhtc.embedded.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The process of a PostgreSQL server, as its lock file in the data directory names it.
 *
 * @param data the data directory
 */
public record PostgresProcess(Path data, ProcessHandle process) {
  private static final Logger log = LoggerFactory.getLogger(PostgresProcess.class);
  private static final Duration LONGEST_STOP = Duration.ofSeconds(60);
  private static final Duration REPORTED_EVERY = Duration.ofMinutes(1);

  /** The line of the lock file with the state of the server. */
  private static final int STATE = 7;

  /**
   * The process with the stored id, if there is one. PostgreSQL itself handles a damaged lock file.
   */
  public static Optional<PostgresProcess> named(Path data) throws IOException {
    return lines(data).stream()
        .limit(1)
        .filter(line -> line.matches("[1-9][0-9]{0,8}"))
        .findFirst()
        .flatMap(line -> ProcessHandle.of(Long.parseLong(line)))
        .map(process -> new PostgresProcess(data, process));
  }

  /** The server that uses the data directory now. */
  public static Optional<PostgresProcess> using(Path data) throws IOException {
    return named(data).filter(PostgresProcess::isPostgres).filter(PostgresProcess::usesData);
  }

  private static List<String> lines(Path data) throws IOException {
    Path file = data.resolve("postmaster.pid");
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  /** Its process id. */
  public long pid() {
    return process.pid();
  }

  private boolean isPostgres() {
    return process.info().command().map(c -> c.endsWith("/postgres")).orElse(false);
  }

  /** After a restart of the machine, the process id may belong to another PostgreSQL. */
  private boolean usesData() {
    return process
        .info()
        .arguments()
        .map(arguments -> Arrays.asList(arguments).contains(data.toString()))
        .orElse(false);
  }

  /** Returns when the process has ended. */
  public void awaitEnd() throws IOException, InterruptedException {
    try {
      process.onExit().get();
    } catch (ExecutionException e) {
      throw new IOException("could not wait for PostgreSQL " + pid(), e);
    }
  }

  /**
   * Stops the server, but not in the middle of its recovery, which would begin again then.
   *
   * @throws IOException if it does not stop within a minute after its recovery
   */
  public void stop() throws IOException {
    try {
      awaitRecovery();
      // SIGINT is PostgreSQL's fast shutdown; the SIGTERM of destroy() would wait for clients.
      new ProcessBuilder("kill", "-INT", String.valueOf(pid())).start().waitFor();
      if (!hasEndedWithin(LONGEST_STOP)) {
        throw new IOException("PostgreSQL %d did not stop".formatted(pid()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while stopping PostgreSQL " + pid(), e);
    }
  }

  /** After a crash, the server first writes what its log contains, which can take long. */
  private void awaitRecovery() throws IOException, InterruptedException {
    long begin = System.nanoTime();
    long reported = begin;
    while (isStarting() && !hasEndedWithin(Duration.ofMillis(200))) {
      long now = System.nanoTime();
      if (now - reported >= REPORTED_EVERY.toNanos()) {
        reported = now;
        log.info(
            "PostgreSQL {} recovers from a crash since {} s",
            pid(),
            TimeUnit.NANOSECONDS.toSeconds(now - begin));
      }
    }
  }

  /** The state is written a moment after the rest of the file. */
  private boolean isStarting() throws IOException {
    List<String> lines = lines(data);
    return lines.size() <= STATE || lines.get(STATE).startsWith("starting");
  }

  boolean hasEndedWithin(Duration time) throws IOException, InterruptedException {
    try {
      process.onExit().get(time.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IOException("could not wait for PostgreSQL " + pid(), e);
    }
  }
}

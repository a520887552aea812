package org.openhtc.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The processes of a PostgreSQL server on this machine. */
public final class PostgresProcess {
  private final ProcessHandle postmaster;

  private PostgresProcess(ProcessHandle postmaster) {
    this.postmaster = postmaster;
  }

  /** The server of a connection: its first process is the parent of all others. */
  public static PostgresProcess of(JdbcClient connected) {
    long backend = connected.sql("select pg_backend_pid()").query(Long.class).single();
    return new PostgresProcess(
        ProcessHandle.of(backend).flatMap(ProcessHandle::parent).orElseThrow());
  }

  /**
   * The server with that first process.
   *
   * @param pid of that process
   */
  public static PostgresProcess of(long pid) {
    return new PostgresProcess(ProcessHandle.of(pid).orElseThrow());
  }

  /** Runs the code while all processes of the server are stopped; their connections stay open. */
  public void paused(Runnable code) {
    List<ProcessHandle> stopped =
        Stream.concat(Stream.of(postmaster), postmaster.descendants()).toList();
    try {
      signal("-STOP", stopped);
      code.run();
    } finally {
      signal("-CONT", stopped);
    }
  }

  /** One at a time, because some may have ended. */
  private static void signal(String signal, List<ProcessHandle> processes) {
    for (ProcessHandle process : processes) {
      if (process.isAlive()) {
        signal(signal, process);
      }
    }
  }

  private static void signal(String signal, ProcessHandle process) {
    try {
      Command.run(Path.of("/"), "kill", signal, Long.toString(process.pid()));
    } catch (IOException e) {
      if (process.isAlive()) {
        throw new UncheckedIOException(e);
      }
    }
  }
}

package org.openhtc.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
    List<ProcessHandle> stopped = new ArrayList<>(List.of(postmaster));
    try {
      signal("-STOP", stopped); // from here on, no further process is started
      postmaster.descendants().forEach(stopped::add);
      signal("-STOP", stopped);
      code.run();
    } finally {
      signal("-CONT", stopped);
    }
  }

  /**
   * By one command, because the start of one for each process would take long while the others
   * still work. It also reaches the others if some have ended.
   */
  private static void signal(String signal, List<ProcessHandle> processes) {
    List<String> argv = new ArrayList<>(List.of("kill", signal));
    processes.stream().map(process -> Long.toString(process.pid())).forEach(argv::add);
    try {
      Command.run(Path.of("/"), argv.toArray(String[]::new));
    } catch (IOException e) {
      if (processes.stream().allMatch(ProcessHandle::isAlive)) {
        throw new UncheckedIOException(e);
      }
    }
  }
}

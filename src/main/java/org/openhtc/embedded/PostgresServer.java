package org.openhtc.embedded;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openhtc.embedded.postgres.PostgresProcess;
import org.openhtc.embedded.postgres.PostgresStart;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A PostgreSQL server as a child process, whose data survive restarts. The name of the data
 * directory contains the major version, because the bundled binaries have no upgrade tool.
 *
 * <p>Its superuser could run programs as the user of this service. So it listens on the loopback
 * address only, has no socket in the file system, and requires a password that only that user can
 * read.
 */
final class PostgresServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(PostgresServer.class);
  private static final String RULES = "pg_hba.conf";
  private static final int FREE_PORT = 0;

  private final Path home;
  private final FileChannel lock;
  private volatile EmbeddedPostgres postgres;

  private PostgresServer(Path home, EmbeddedPostgres postgres, FileChannel lock) {
    this.home = home;
    this.postgres = postgres;
    this.lock = lock;
  }

  /**
   * Starts the server on a free port of the loopback address.
   *
   * @throws IllegalStateException when another instance uses this home
   */
  static PostgresServer start(Path home) throws IOException {
    HomeDirectory.secure(home);
    FileChannel lock = lock(home);
    return new PostgresServer(home, launch(home, FREE_PORT), lock);
  }

  private static EmbeddedPostgres launch(Path home, int port) throws IOException {
    Path data = data(home);
    Path password = home.resolve(HomeFiles.DATABASE_PASSWORD);
    stopOrphan(data);
    boolean isWithoutPassword = Files.exists(data.resolve(RULES)) && !Files.exists(password);
    String secret = HomeDirectory.secret(password);
    long started = System.nanoTime();
    EmbeddedPostgres.Builder builder =
        EmbeddedPostgres.builder()
            .setOverrideWorkingDirectory(home.resolve(HomeFiles.DATABASE_PROGRAMS).toFile())
            .setDataDirectory(data)
            .setCleanDataDirectory(false)
            .setRegisterShutdownHook(false)
            .setPort(port)
            // Not the locale of the environment, which may not be installed, and by which the order
            // of names would differ between machines.
            .setLocaleConfig("locale", "C")
            .setLocaleConfig("locale-provider", "builtin")
            .setLocaleConfig("builtin-locale", "C.UTF-8")
            // Options of initdb, which come after those of the library and replace them.
            .setLocaleConfig("auth", "scram-sha-256")
            .setLocaleConfig("pwfile", password.toAbsolutePath().toString())
            .setConnectConfig("password", secret)
            .setServerConfig("unix_socket_directories", "")
            .setPGStartupWait(PostgresStart.LONGEST)
            // The library, made for tests, disables both. Here an accepted job must not be lost.
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("shared_buffers", "256MB")
            .setServerConfig("max_wal_size", "4GB")
            .setServerConfig("max_connections", "60")
            // Dead entries at the start of the queue index slow down placement: vacuum often.
            .setServerConfig("autovacuum_naptime", "5s");
    EmbeddedPostgres postgres = PostgresStart.of(builder, data);
    HomeDirectory.secure(home.resolve(HomeFiles.DATABASE_PROGRAMS)); // the library opens it
    if (isWithoutPassword) {
      requirePassword(postgres, data, secret);
    }
    log.info(
        "PostgreSQL with data in {} started in {} ms",
        data,
        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started));
    return postgres;
  }

  /** For data of an earlier version. */
  private static void requirePassword(EmbeddedPostgres postgres, Path data, String secret)
      throws IOException {
    JdbcClient jdbc = JdbcClient.create(postgres.getPostgresDatabase());
    jdbc.sql("alter user postgres password '" + secret + "'").update();
    Files.writeString(data.resolve(RULES), "host all all 127.0.0.1/32 scram-sha-256\n");
    jdbc.sql("select pg_reload_conf()").query(Boolean.class).single();
  }

  /** Returns when the process of the server has ended. */
  void awaitEnd() throws IOException, InterruptedException {
    Optional<PostgresProcess> process = PostgresProcess.named(data(home));
    if (process.isPresent()) {
      process.get().awaitEnd();
    }
  }

  /** Starts a server that has ended again, on the same port. */
  void restart() throws IOException {
    int port = postgres.getPort();
    postgres.close();
    postgres = launch(home, port);
  }

  String jdbcUrl() {
    return "jdbc:postgresql://127.0.0.1:%d/postgres?reWriteBatchedInserts=true"
        .formatted(postgres.getPort());
  }

  /** Of the user {@code postgres}. */
  String password() throws IOException {
    return HomeDirectory.secret(home.resolve(HomeFiles.DATABASE_PASSWORD));
  }

  @Override
  public void close() throws IOException {
    postgres.close();
    lock.close();
  }

  private static Path data(Path home) {
    return home.resolve(HomeFiles.DATABASE);
  }

  private static FileChannel lock(Path home) throws IOException {
    FileChannel lock =
        FileChannel.open(
            home.resolve(HomeFiles.SERVICE_LOCK),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE);
    if (lock.tryLock() == null) {
      lock.close();
      throw new IllegalStateException(
          "openhtc.home '%s' is in use by another running service".formatted(home));
    }
    return lock;
  }

  /**
   * Stops a PostgreSQL of an earlier run. It survives a kill -9 of the service and keeps the data
   * directory locked.
   */
  static void stopOrphan(Path data) throws IOException {
    Optional<PostgresProcess> orphan = PostgresProcess.using(data);
    if (orphan.isPresent()) {
      log.info(
          "PostgreSQL {} of an earlier run still uses the data; stopping it first",
          orphan.get().pid());
      orphan.get().stop();
    }
  }
}

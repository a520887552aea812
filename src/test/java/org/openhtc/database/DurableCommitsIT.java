package org.openhtc.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openhtc.OpenHtcApplication;
import org.openhtc.testing.QuickCommits;
import org.openhtc.testing.Timeouts;
import org.springframework.boot.SpringApplication;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The service does not start with a server that loses commits in a crash. */
class DurableCommitsIT {
  @TempDir Path directory;
  @AutoClose private @Nullable EmbeddedPostgres server;

  @Test
  void serviceDoesNotStart() throws Exception {
    start("off");
    assertThatThrownBy(() ->
            SpringApplication.run(
                OpenHtcApplication.class,
                "--openhtc.database.require-durable-commits=true",
                "--spring.datasource.url=" + url(),
                "--spring.datasource.username=postgres",
                "--spring.datasource.password=postgres",
                "--openhtc.home=" + directory.resolve("home"),
                "--openhtc.registry.program=no-registry",
                "--server.port=0"))
        .rootCause()
        .hasMessage(
            "PostgreSQL has fsync = off and synchronous_commit = off: a crash of its machine would"
                + " lose accepted jobs. Set both to on, or"
                + " openhtc.database.require-durable-commits to false if the data may be lost.");
    assertThat(hasTable("job_batch")).isFalse();
  }

  @Test
  void eachOfBothSettingsIsRequired() throws Exception {
    start("off");
    assertThatThrownBy(() -> migrate(url() + "&options=-c%20synchronous_commit=on", true))
        .hasMessageStartingWith("PostgreSQL has fsync = off:");
    assertThat(hasTable("migrated")).isFalse();
    migrate(url(), false);
    assertThat(hasTable("migrated")).isTrue();
  }

  @Test
  void serverWithBothIsMigrated() throws Exception {
    start("on");
    assertThatThrownBy(() -> migrate(QuickCommits.url(url()), true))
        .hasMessageStartingWith("PostgreSQL has synchronous_commit = off:");
    assertThat(hasTable("migrated")).isFalse();
    migrate(url(), true);
    assertThat(hasTable("migrated")).isTrue();
  }

  /** The library, made for tests, switches both settings off by itself. */
  private void start(String value) throws IOException {
    server =
        EmbeddedPostgres.builder()
            .setOverrideWorkingDirectory(Path.of("target", "pg-binaries").toFile())
            .setDataDirectory(directory.resolve("data"))
            .setServerConfig("fsync", value)
            .setServerConfig("synchronous_commit", value)
            .setServerConfig("unix_socket_directories", "")
            .setPGStartupWait(Timeouts.STEP)
            .start();
  }

  private EmbeddedPostgres server() {
    return Objects.requireNonNull(server);
  }

  private String url() {
    return "jdbc:postgresql://127.0.0.1:%d/postgres?reWriteBatchedInserts=true"
        .formatted(server().getPort());
  }

  private void migrate(String url, boolean requireDurableCommits) throws IOException {
    Path migrations = Files.createDirectories(directory.resolve("migrations"));
    Files.writeString(migrations.resolve("V1__first.sql"), "create table migrated (n int);");
    new DurableCommits(new DatabaseSettings(16, 8, Duration.ofSeconds(20), requireDurableCommits))
        .migrate(
            Flyway.configure()
                .dataSource(url, "postgres", "postgres")
                .locations("filesystem:" + migrations)
                .load());
  }

  private boolean hasTable(String name) {
    return JdbcClient.create(server().getPostgresDatabase())
        .sql("select to_regclass(?) is not null")
        .param(name)
        .query(Boolean.class)
        .single();
  }
}

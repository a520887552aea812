package org.openhtc.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openhtc.digest.Sha256;

/**
 * Released migrations never change, and later ones let processes of the last release continue. The
 * file {@code released.txt}, which {@code ./openhtc release prepare} writes, lists the sums of the
 * released ones.
 */
class ReleasedMigrationsTest {
  private static final Path MIGRATIONS = Path.of("src/main/resources/db/migration");
  private static final Path RELEASED = Path.of("src/test/resources/schema/released.txt");

  @Test
  void releasedMigrationsAreUnchanged() throws Exception {
    for (Map.Entry<String, String> file : released().entrySet()) {
      byte[] content = Files.readAllBytes(MIGRATIONS.resolve(file.getKey()));
      assertThat(Sha256.hex(content)).as(file.getKey()).isEqualTo(file.getValue());
    }
  }

  @Test
  void laterMigrationsLetProcessesOfTheLastReleaseContinue() throws IOException {
    Map<String, String> released = released();
    try (Stream<Path> files = Files.list(MIGRATIONS)) {
      for (Path file : files.sorted().toList()) {
        if (!released.isEmpty() && !released.containsKey(file.getFileName().toString())) {
          assertThat(MigrationRules.broken(Files.readAllLines(file))).as(file + "").isEmpty();
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "drop table task_point;",
        "alter table job drop column memory;",
        "alter table job rename column a to b;",
        "ALTER TABLE job ALTER COLUMN a TYPE bigint;",
        "alter table job alter column a set not null;",
        "alter table job add column a int not null;"
      })
  void breakingStatementNeedsAReason(String statement) {
    assertThat(MigrationRules.broken(List.of("-- A comment.", statement)))
        .containsExactly(statement);
    assertThat(MigrationRules.broken(List.of("-- Unused since version 0.1.0.", statement)))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "create table new (id int not null);",
        "alter table job add column a int;",
        "alter table job add column a int not null default 0;",
        "alter table job add constraint c check (a > 0) not valid;",
        "drop index job_queue; -- drop table x"
      })
  void otherStatementsNeedNone(String statement) {
    assertThat(MigrationRules.broken(List.of(statement))).isEmpty();
  }

  /** Sums by the names of the files. */
  private static Map<String, String> released() throws IOException {
    Map<String, String> sums = new TreeMap<>();
    for (String line : Files.readAllLines(RELEASED)) {
      String[] parts = line.split(" +");
      sums.put(parts[1], parts[0]);
    }
    return sums;
  }
}

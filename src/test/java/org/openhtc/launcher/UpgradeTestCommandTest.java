package org.openhtc.launcher;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openhtc.testing.Command;

/** The command {@code upgrade-test} on a repository whose builds fail. */
class UpgradeTestCommandTest {
  private static final String REPOSITORY =
      """
      cp -r openhtc launcher "$0"
      cd "$0"
      git init -q
      git config user.name test
      git config user.email test@example.org
      printf '#!/bin/sh\\nexit 1\\n' >mvnw
      chmod +x mvnw
      mkdir -p src/main/resources/db/migration
      echo first >src/main/resources/db/migration/V001__a.sql
      echo first >src/main/resources/db/migration/V002__b.sql
      git add --all
      git commit -qm first
      """;

  @TempDir private Path project;
  @TempDir private Path home;

  @BeforeEach
  void repository() throws IOException {
    Command.run(Path.of("."), "sh", "-ec", REPOSITORY, project.toString());
  }

  @Test
  void commitWithOtherMigrationsIsRefusedWithTheOldestOneThatFits() throws IOException {
    sh("echo second >src/main/resources/db/migration/V002__b.sql; git commit -qam second");
    sh("echo text >page; git add --all; git commit -qm third");
    String second = sh("git log -1 --format=%h HEAD~1").strip();
    assertThatThrownBy(() -> upgrade("HEAD~2"))
        .hasMessageContaining("V002__b.sql changed since")
        .hasMessageNotContaining("V001__a.sql")
        .hasMessageContaining("the present ones is " + second);
    assertThatThrownBy(() -> upgrade("HEAD~1")).hasMessageContaining("The build of HEAD~1 failed");
  }

  @Test
  void furtherMigrationIsAccepted() throws IOException {
    sh("echo third >src/main/resources/db/migration/V003__c.sql; git add -A; git commit -qm more");
    assertThatThrownBy(() -> upgrade("HEAD~1")).hasMessageContaining("The build of HEAD~1 failed");
  }

  @Test
  void unknownCommitIsReported() {
    assertThatThrownBy(() -> upgrade("v9")).hasMessageContaining("There is no commit v9.");
  }

  private void upgrade(String from) throws IOException {
    sh("./openhtc upgrade-test " + from);
  }

  private String sh(String script) throws IOException {
    return new Shell(project, home).run(script);
  }
}

package org.openhtc.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openhtc.testing.Command;

/** The command {@code release} on a copy of this project, whose build makes empty files. */
class ReleaseTest {
  private static final String BUILD =
      """
      #!/bin/sh
      mkdir -p target/classes/META-INF/sbom
      echo jar >target/openhtc.jar
      echo sbom >target/classes/META-INF/sbom/application.cdx.json
      """;

  private static final String COPY =
      """
      cp -r openhtc launcher charts pom.xml CHANGELOG.md UPGRADING.md .gitignore "$0"
      mkdir -p "$0/src/test/resources/schema" "$0/src/main/resources/db"
      cp -r src/main/resources/db/migration "$0/src/main/resources/db"
      """;

  private static final String REPOSITORY =
      """
      git init -q
      git config user.name test
      git config user.email test@example.org
      git add --all
      git commit -qm first
      """;

  @TempDir private Path project;
  @TempDir private Path home;

  @BeforeEach
  void copyOfTheProject() throws IOException {
    Command.run(Path.of("."), "sh", "-ec", COPY, project.toString());
    Path build = project.resolve("mvnw");
    Files.writeString(build, BUILD);
    Files.setPosixFilePermissions(build, PosixFilePermissions.fromString("rwxr-xr-x"));
    sh("sed -i -E 's|^  <version>.*|  <version>0.9.0-SNAPSHOT</version>|' pom.xml");
    sh("sed -i -E 's/^(version|appVersion): .*/\\1: 0.9.0-SNAPSHOT/' charts/openhtc/Chart.yaml");
    for (String page : List.of("CHANGELOG.md", "UPGRADING.md")) {
      Files.writeString(
          project.resolve(page), "# Page\n\n## Unreleased\n\nNew.\n\n## 0.8.0\n\nOld.\n");
    }
    sh(REPOSITORY);
  }

  @Test
  void developmentVersionIsNotReleased() {
    assertThatThrownBy(() -> release("")).hasMessageContaining("run ./openhtc release prepare");
  }

  @Test
  void filesOfAPreparedReleaseAreMadeFromTheCommit() throws IOException {
    assertThat(release("prepare")).contains("Version 0.9.0 is prepared");
    assertThatThrownBy(() -> release("")).hasMessageContaining("not committed");
    sh("git add --all; git commit -qm release");
    assertThat(release("")).contains("git tag -s v0.9.0");
    Path dist = project.resolve("target/dist");
    try (Stream<Path> files = Files.list(dist)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "openhtc-0.9.0.jar",
              "openhtc-0.9.0.cdx.json",
              "openhtc-0.9.0.tar.gz",
              "openhtc-chart-0.9.0.tgz",
              "changes.md",
              "SHA256SUMS");
    }
    assertThat(Files.readString(dist.resolve("changes.md"))).isEqualToIgnoringNewLines("New.");
    Command.run(dist, "sha256sum", "--check", "--strict", "SHA256SUMS");
    assertThat(Command.run(dist, "tar", "-tzf", "openhtc-0.9.0.tar.gz"))
        .contains("openhtc-0.9.0/pom.xml");
    String chart = dist.resolve("openhtc-chart-0.9.0.tgz").toString();
    assertThat(Command.run(dist, "tar", "-xzOf", chart, "openhtc/Chart.yaml"))
        .contains("\nversion: 0.9.0\nappVersion: 0.9.0\n");
    assertThat(Files.readString(project.resolve("UPGRADING.md"))).contains("## 0.9.0 - 20");
    assertThat(project.resolve("src/test/resources/schema/released.txt"))
        .content()
        .containsPattern("(?m)^[0-9a-f]{64}  V001__regions.sql$");
    assertThatThrownBy(() -> release("prepare")).hasMessageContaining("is a release already");
  }

  private String release(String argument) throws IOException {
    return sh("./openhtc release " + argument);
  }

  private String sh(String script) throws IOException {
    return new Shell(project, home).run(script);
  }
}

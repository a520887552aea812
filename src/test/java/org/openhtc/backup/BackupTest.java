package org.openhtc.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backups of a home directory whose service and database do not run. */
class BackupTest {
  @TempDir Path directory;
  private Path home;
  private Path backup;
  private Path restored;
  private final ByteArrayOutputStream output = new ByteArrayOutputStream();

  @BeforeEach
  void aHomeDirectory() throws IOException {
    home = directory.resolve("home");
    backup = directory.resolve("backup");
    restored = directory.resolve("restored");
    write("api-key", "key");
    write("pg18/PG_VERSION", "18");
    write("pg18/pg_wal/000000010000000000000001", "log");
    Files.createDirectories(home.resolve("pg18/pg_tblspc"));
    write("store/objects/a%o", "object");
    write("registry/images/docker/registry/v2/repositories/r/link", "sha256:1");
    write("config/application.yaml", "openhtc:");
  }

  private void write(String name, String content) throws IOException {
    Path file = home.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void restoredHomeHasTheSameFiles() throws IOException {
    List<String> before = files(home);
    assertThat(run("backup", home, backup)).isZero();
    assertThat(run("restore", restored, backup)).as(output::toString).isZero();
    assertThat(files(restored)).containsExactlyElementsOf(before);
    for (String name : before) {
      assertThat(restored.resolve(name)).hasSameBinaryContentAs(home.resolve(name));
      assertThat(Files.getPosixFilePermissions(restored.resolve(name)))
          .isEqualTo(Files.getPosixFilePermissions(home.resolve(name)));
      assertThat(Files.getLastModifiedTime(restored.resolve(name)))
          .isEqualTo(Files.getLastModifiedTime(home.resolve(name)));
    }
    assertThat(restored.resolve("pg18/pg_tblspc")).as("empty directory").isEmptyDirectory();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(backup)))
        .isEqualTo("rwx------");
  }

  @Test
  void programsLogsAndMarksOfRunningProcessesAreLeftOut() throws IOException {
    for (String name :
        List.of(
            "app/openhtc.jar",
            "pg-binaries/postgres",
            "tmp/file",
            "logs/store.log",
            "service.log",
            "service.log.1",
            "service.pid",
            "registry/pid",
            "registry/images/docker/registry/v2/repositories/r/_uploads/part",
            "store/drafts/part",
            "pg18/postmaster.pid",
            "pg18/pg_replslot/openhtc_backup/state")) {
      List<String> before = files(home);
      write(name, "not data");
      assertThat(run("backup", home, backup)).as(name).isZero();
      assertThat(files(backup.resolve("home"))).as(name).containsExactlyElementsOf(before);
      removeAll(backup);
      Files.delete(home.resolve(name));
    }
  }

  @Test
  void filesOfUsersAreCopiedWithAnyName() throws IOException {
    write("store/objects/projects/p/_uploads/part", "of a user");
    assertThat(run("backup", home, backup)).isZero();
    assertThat(backup.resolve("home/store/objects/projects/p/_uploads/part"))
        .hasContent("of a user");
  }

  @Test
  void sumsHaveTheFormatOfSha256sum() throws Exception {
    write("store/objects/back\\slash%o", "object");
    assertThat(run("backup", home, backup)).isZero();
    Process check =
        new ProcessBuilder("sha256sum", "--check", "--quiet", backup.resolve("SHA256SUMS") + "")
            .directory(backup.resolve("home").toFile())
            .redirectErrorStream(true)
            .start();
    assertThat(check.waitFor()).isZero();
    assertThat(run("restore", restored, backup)).as(output::toString).isZero();
  }

  @Test
  void incompleteAndDamagedBackupsAreRefused() throws IOException {
    Files.createDirectories(backup);
    assertRefused("restore", restored, "is no complete backup");
    assertThat(run("backup", home, backup)).isZero();
    Files.writeString(backup.resolve("home/store/objects/a%o"), "other content");
    assertRefused("restore", restored, "'store/objects/a%o' of the backup is missing or damaged");
    Files.delete(backup.resolve("home/store/objects/a%o"));
    assertRefused("restore", restored, "'store/objects/a%o' of the backup is missing or damaged");
    Files.writeString(backup.resolve("SHA256SUMS"), "");
    assertRefused("restore", restored, "SHA256SUMS is damaged");
    assertThat(files(restored)).as("nothing is restored in part").isEmpty();
  }

  @Test
  void dataIsNotOverwritten() throws IOException {
    assertThat(run("backup", home, backup)).isZero();
    assertRefused("backup", home, "is not empty");
    Files.createDirectories(restored.resolve("app"));
    Files.writeString(restored.resolve("api-key"), "another key");
    assertRefused("restore", restored, "contains data already: 'api-key'");
  }

  @Test
  void backupIsNotRestoredBesideItsRunningService() throws IOException {
    assertThat(run("backup", home, backup)).isZero();
    try (FileChannel lock =
        FileChannel.open(
            home.resolve("service.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      lock.lock();
      assertRefused("restore", restored, "still runs. Stop it first");
    }
    assertThat(run("restore", restored, backup)).isZero();
  }

  @Test
  void wrongUseIsExplained() {
    assertThat(BackupCommand.isNamedBy(new String[] {"--server.port=80"})).isFalse();
    assertThat(BackupCommand.isNamedBy(new String[] {})).isFalse();
    assertThat(BackupCommand.isNamedBy(new String[] {"restore"})).isTrue();
    PrintStream print = new PrintStream(output, true, StandardCharsets.UTF_8);
    assertThat(BackupCommand.run(new String[] {"backup"}, home, print, print)).isEqualTo(2);
    assertThat(output.toString(StandardCharsets.UTF_8)).contains("backup DIRECTORY");
    backup = home.resolve("backup");
    assertRefused("backup", home, "must not be in");
    assertRefused("backup", restored, "has no embedded PostgreSQL");
  }

  @Test
  void homeIsThatOfTheLauncher() {
    assertThat(BackupCommand.home(Map.of("OPENHTC_HOME", "/srv/openhtc")))
        .isEqualTo(Path.of("/srv/openhtc"));
    assertThat(BackupCommand.home(Map.of())).endsWithRaw(Path.of(".openhtc"));
  }

  private void assertRefused(String command, Path of, String sentence) {
    output.reset();
    assertThat(run(command, of, backup)).isEqualTo(1);
    assertThat(output.toString(StandardCharsets.UTF_8)).contains(sentence);
  }

  private int run(String command, Path of, Path where) {
    PrintStream print = new PrintStream(output, true, StandardCharsets.UTF_8);
    return BackupCommand.run(new String[] {command, where.toString()}, of, print, print);
  }

  private static List<String> files(Path root) throws IOException {
    if (Files.notExists(root)) {
      return List.of();
    }
    try (Stream<Path> paths = Files.walk(root)) {
      return paths
          .filter(Files::isRegularFile)
          .map(file -> root.relativize(file).toString())
          .filter(name -> !name.equals("service.lock"))
          .sorted()
          .toList();
    }
  }

  private static void removeAll(Path root) throws IOException {
    org.springframework.util.FileSystemUtils.deleteRecursively(root);
  }
}

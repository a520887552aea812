package org.openhtc.backup;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.springframework.util.FileSystemUtils;

/** Copies a backup to a home directory without data. */
final class Restoration {
  private static final String UNFINISHED = "tmp-restore";

  private final Path home;
  private final Path backup;

  Restoration(Path home, Path backup) {
    this.home = home;
    this.backup = backup;
  }

  /**
   * Restores the backup.
   *
   * @return a sentence about it
   * @throws BackupException if the backup is incomplete or damaged, if the home directory has data,
   *     or if the service of the backup still runs on this machine
   */
  String make() throws IOException {
    BackupManifest manifest = BackupManifest.read(backup);
    refuseData();
    refuseRunningService(manifest);
    Files.createDirectories(home);
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx------"));
    Path unfinished = home.resolve(UNFINISHED);
    FileSystemUtils.deleteRecursively(unfinished);
    Files.createDirectory(unfinished);
    try {
      copyTo(unfinished, manifest);
      moveAll(unfinished);
    } finally {
      FileSystemUtils.deleteRecursively(unfinished);
    }
    return "%s contains the data of %s, of version %s, with %d files. Start the service with the same"
            .formatted(home, manifest.startedAt(), manifest.version(), manifest.files())
        + " port and settings, and never beside the service that the backup was made of.";
  }

  private void refuseData() throws IOException {
    if (!Files.isDirectory(home)) {
      return;
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(home)) {
      for (Path entry : entries) {
        Path name = entry.getFileName();
        if (HomeContent.isData(name)) {
          throw new BackupException(
              "%s contains data already: '%s'. Restore to an empty directory."
                  .formatted(home, name));
        }
      }
    }
  }

  /** Both services would run the jobs of the backup. */
  private static void refuseRunningService(BackupManifest manifest) throws IOException {
    if (manifest.machine().equals(BackupManifest.thisMachine())
        && HomeLock.isHeld(manifest.home())) {
      throw new BackupException(
          "The service of %s still runs. Stop it first: both would run the same jobs."
              .formatted(manifest.home()));
    }
  }

  private void copyTo(Path target, BackupManifest manifest) throws IOException {
    Path sums = backup.resolve(Backup.SUMS);
    if (!Files.exists(sums) || !FileCopy.sum(sums).equals(manifest.sumsSum())) {
      throw new BackupException("%s is damaged.".formatted(sums));
    }
    FileSums expected = FileSums.read(sums);
    FileSums copied = new FileSums();
    new TreeCopy(backup.resolve(Backup.HOME), target, copied, 1).copy(Path.of(""), path -> true);
    expected.requireSame(copied);
  }

  private void moveAll(Path unfinished) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(unfinished)) {
      for (Path entry : entries) {
        Files.move(entry, home.resolve(entry.getFileName()), StandardCopyOption.ATOMIC_MOVE);
      }
    }
  }
}

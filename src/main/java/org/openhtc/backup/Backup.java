package org.openhtc.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.openhtc.embedded.HomeFiles;

/**
 * Copies a home directory, also while its service runs and stores more.
 *
 * <p>The other files are copied before the database and again after it. What a row of the copied
 * database refers to was stored before the row: so the second copy contains it, or the first one if
 * the service removed it meanwhile.
 */
final class Backup {
  static final String HOME = "home";
  static final String SUMS = "SHA256SUMS";

  /** References to layers, which were stored before them, and so have to be copied before them. */
  private static final Path IMAGE_REFERENCES =
      Path.of(HomeFiles.REGISTRY, "images/docker/registry/v2/repositories");

  private static final Path EVERYTHING = Path.of("");

  /** A file that still changes then is one to which a process adds lines all the time. */
  private static final int TRIES = 5;

  private final Path home;
  private final Path target;
  private final Clock clock;

  Backup(Path home, Path target, Clock clock) {
    this.home = home;
    this.target = target;
    this.clock = clock;
  }

  /**
   * Makes the backup.
   *
   * @return a sentence about it
   * @throws BackupException if the home directory has no embedded database, or the target is not
   *     empty
   */
  String make() throws IOException, SQLException {
    check();
    Instant started = clock.instant();
    Path copy = createTarget();
    FileSums sums = new FileSums();
    TreeCopy others = new TreeCopy(home, copy, sums, TRIES);
    DatabaseCopy database = new DatabaseCopy(home, copy, sums);
    Optional<RunningDatabase> running = RunningDatabase.of(home);
    if (running.isPresent()) {
      try (RunningDatabase server = running.get()) {
        copyOthers(others);
        database.ofRunningServer(server);
        copyOthers(others);
      }
    } else {
      try (HomeLock lock = HomeLock.take(home)) {
        copyOthers(others);
        database.ofStoppedServer();
      }
    }
    sums.write(target.resolve(SUMS));
    BackupManifest manifest =
        new BackupManifest(
            BackupManifest.FORMAT,
            BackupManifest.thisVersion(),
            started,
            BackupManifest.thisMachine(),
            home,
            sums.count(),
            size(copy),
            FileCopy.sum(target.resolve(SUMS)));
    manifest.write(target);
    return "The backup in %s has %d files with %d MB; it took %d s."
        .formatted(
            target,
            manifest.files(),
            manifest.bytes() / 1_000_000,
            Duration.between(started, clock.instant()).toSeconds());
  }

  private static long size(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  private void check() throws IOException {
    if (!Files.isDirectory(home.resolve(HomeFiles.DATABASE))) {
      throw new BackupException(
          "%s has no embedded PostgreSQL. Back up your own database, bucket and registry as in"
                  .formatted(home)
              + " docs/operations.md.");
    }
    if (target.startsWith(home)) {
      throw new BackupException("The backup must not be in %s itself.".formatted(home));
    }
    if (Files.exists(target) && !isEmpty(target)) {
      throw new BackupException("%s is not empty.".formatted(target));
    }
  }

  static boolean isEmpty(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.findAny().isEmpty();
    }
  }

  /** It contains keys, so only its owner has access. */
  private Path createTarget() throws IOException {
    Files.createDirectories(target);
    Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwx------"));
    return Files.createDirectory(target.resolve(HOME));
  }

  private static void copyOthers(TreeCopy tree) throws IOException {
    Predicate<Path> isOther =
        path -> HomeContent.isData(path) && !path.startsWith(HomeFiles.DATABASE);
    tree.copy(IMAGE_REFERENCES, isOther);
    tree.copy(EVERYTHING, isOther);
  }
}

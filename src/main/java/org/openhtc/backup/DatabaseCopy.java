package org.openhtc.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Set;
import org.openhtc.embedded.HomeFiles;

/**
 * Copies the data directory of the embedded PostgreSQL, also while the server changes it: by the
 * server's functions for base backups. At the start of the copied server it applies the copied
 * write-ahead log, by which the copy becomes consistent.
 */
final class DatabaseCopy {
  private static final Path DATABASE = Path.of(HomeFiles.DATABASE);
  private static final Path LOG = DATABASE.resolve("pg_wal");

  /** PostgreSQL's documentation lists these files as not to be copied. */
  private static final Set<String> RUNNING_ONLY =
      Set.of("postmaster.pid", "postmaster.opts", "backup_label", "backup_label.old");

  /** Of these directories, only the directory itself is copied. */
  private static final Set<String> EMPTIED =
      Set.of(
          "pg_replslot",
          "pg_dynshmem",
          "pg_notify",
          "pg_serial",
          "pg_snapshots",
          "pg_stat_tmp",
          "pg_subtrans");

  private final TreeCopy tree;
  private final Path target;
  private final FileSums sums;

  /**
   * @param target directory of the copied home directory
   */
  DatabaseCopy(Path home, Path target, FileSums sums) {
    // Once: the write-ahead log contains what changes meanwhile.
    this.tree = new TreeCopy(home, target, sums, 1);
    this.target = target;
    this.sums = sums;
  }

  /** Copies the data of a server that does not run. */
  void ofStoppedServer() throws IOException {
    tree.copy(DATABASE, DatabaseCopy::isPermanent);
  }

  /** Copies the data of a server that runs. */
  void ofRunningServer(RunningDatabase server) throws IOException, SQLException {
    server.begin();
    tree.copy(DATABASE, path -> isPermanent(path) && !isLogSegment(path));
    RunningDatabase.End end = server.end();
    Path label = DATABASE.resolve("backup_label");
    Files.writeString(target.resolve(label), end.label());
    sums.put(label, FileCopy.sum(target.resolve(label)));
    tree.copy(LOG, path -> isLogSegment(path) && end.needs(path.getFileName().toString()));
  }

  private static boolean isPermanent(Path path) {
    Path inDatabase = DATABASE.relativize(path);
    String first = inDatabase.getName(0).toString();
    boolean isEmptied = inDatabase.getNameCount() > 1 && EMPTIED.contains(first);
    return !isEmptied
        && !RUNNING_ONLY.contains(first)
        && !path.getFileName().toString().startsWith("pgsql_tmp");
  }

  private static boolean isLogSegment(Path path) {
    return path.startsWith(LOG) && path.getFileName().toString().matches("[0-9A-F]{24}");
  }
}

package org.openhtc.backup;

import java.nio.file.Path;
import java.util.Set;
import org.openhtc.embedded.HomeFiles;

/**
 * Which files of a home directory are part of a backup: all but those listed here, so that a new
 * kind of file is not forgotten.
 */
final class HomeContent {
  /** Programs, logs, temporary files and marks of running processes. */
  private static final Set<String> NOT_DATA =
      Set.of(
          "app",
          "tmp",
          "tmp-restore",
          "logs",
          "service.pid",
          HomeFiles.DATABASE_PROGRAMS,
          HomeFiles.SERVICE_LOCK,
          HomeFiles.REGISTRY + "/pid",
          HomeFiles.REGISTRY + "/log",
          // Content that is not an object yet; its client sends it again.
          HomeFiles.STORE + "/drafts",
          HomeFiles.STORE + "/work");

  /** Layers of images that are not complete yet. In the object store it is a name of users. */
  private static final String UNFINISHED_PUSHES = "_uploads";

  private HomeContent() {}

  /**
   * Whether a file, or a directory with all that it contains, is data.
   *
   * @param path relative to the home directory
   */
  static boolean isData(Path path) {
    String name = path.getFileName().toString();
    boolean isLog = path.getNameCount() == 1 && name.matches(".*\\.log(\\.[0-9]+)?");
    boolean isUnfinishedPush =
        path.startsWith(HomeFiles.REGISTRY) && name.equals(UNFINISHED_PUSHES);
    return !isLog && !NOT_DATA.contains(path.toString()) && !isUnfinishedPush;
  }
}

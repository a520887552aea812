package org.openhtc.embedded.blob;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.UUID;

/** The paths of keys below one directory. No key has a path outside of it. */
final class KeyPaths {
  private final Path root;

  /** Where names of long segments are written before they are moved to their place. */
  private final Path drafts;

  KeyPaths(Path root, Path drafts) {
    this.root = root;
    this.drafts = drafts;
  }

  Path root() {
    return root;
  }

  Path object(String key) {
    List<String> segments = segments(key);
    return folder(segments).resolve(FileNames.object(segments.getLast()));
  }

  /**
   * The directory of all keys with a prefix.
   *
   * @param prefix empty, or ends with a slash
   */
  Path folder(String prefix) {
    return folder(segments(prefix));
  }

  /** Creates the directories for an object. */
  void createFolders(String key) throws IOException {
    Path path = root;
    List<String> segments = segments(key);
    for (String segment : segments.subList(0, segments.size() - 1)) {
      path = path.resolve(FileNames.folder(segment));
      createFolder(path);
      if (FileNames.needsLongName(segment)) {
        writeName(path.resolve(FileNames.LONG_NAME), segment);
      }
    }
  }

  /** How many directories have to be created for an object. */
  int missingFolders(String key) {
    int missing = 0;
    Path path = object(key).getParent();
    while (path != null && !path.equals(root) && !Files.isDirectory(path)) {
      missing++;
      path = path.getParent();
    }
    return missing;
  }

  /** Removes the directories of a deleted object that are empty now. */
  void removeEmptyFolders(String key) throws IOException {
    try {
      Path path = object(key).getParent();
      while (path != null && !path.equals(root)) {
        Files.delete(path);
        path = path.getParent();
      }
    } catch (DirectoryNotEmptyException | NoSuchFileException e) {
      // Another object is in the directory, or the directory was removed at the same moment.
    }
  }

  private Path folder(List<String> segments) {
    Path path = root;
    for (String segment : segments.subList(0, segments.size() - 1)) {
      path = path.resolve(FileNames.folder(segment));
    }
    return path;
  }

  /** The parent is not created: it is missing when the disk of the store is not mounted. */
  private static void createFolder(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      try {
        Files.createDirectory(path);
      } catch (FileAlreadyExistsException e) {
        // created at the same moment
      }
    }
  }

  private void writeName(Path file, String segment) throws IOException {
    if (!Files.exists(file)) {
      Path draft = drafts.resolve(UUID.randomUUID().toString());
      Files.writeString(draft, segment, StandardCharsets.UTF_8);
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  private static List<String> segments(String key) {
    return List.of(key.split("/", -1));
  }
}

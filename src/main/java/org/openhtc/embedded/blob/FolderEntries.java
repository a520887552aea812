package org.openhtc.embedded.blob;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads directories in the order of keys, with a limited number of entries in memory. */
final class FolderEntries {
  private static final Comparator<FolderEntry> ORDER =
      Comparator.comparing(FolderEntry::key, KeyOrder.BY_CODE_POINT);

  private FolderEntries() {}

  /**
   * The first entries that match, in the order of keys. None when there is no such directory.
   *
   * @param base prefix of all keys in the directory; empty, or ends with a slash
   */
  static List<FolderEntry> first(
      int count, Path directory, String base, Predicate<FolderEntry> matching) throws IOException {
    PriorityQueue<FolderEntry> first = new PriorityQueue<>(ORDER.reversed());
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        FolderEntry entry = entry(file, base);
        if (entry != null && matching.test(entry)) {
          first.add(entry);
          if (first.size() > count) {
            first.remove();
          }
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of();
    }
    List<FolderEntry> sorted = new ArrayList<>(first);
    sorted.sort(ORDER);
    return sorted;
  }

  private static @Nullable FolderEntry entry(Path file, String base) throws IOException {
    String name = file.getFileName().toString();
    boolean isFolder = !FileNames.isObject(name);
    String segment =
        FileNames.isShortened(name) ? longSegment(file, isFolder) : FileNames.segment(name);
    if (segment == null) {
      return null;
    }
    return new FolderEntry(base + segment + (isFolder ? "/" : ""), isFolder, file);
  }

  /** Null when the file is created or removed at this moment. */
  private static @Nullable String longSegment(Path file, boolean isFolder) throws IOException {
    try {
      if (isFolder) {
        return Files.readString(file.resolve(FileNames.LONG_NAME), StandardCharsets.UTF_8);
      }
      try (OpenBlob blob = OpenBlob.of(file)) {
        String key = blob.info().key();
        return key.substring(key.lastIndexOf('/') + 1);
      }
    } catch (NoSuchFileException e) {
      return null;
    }
  }
}

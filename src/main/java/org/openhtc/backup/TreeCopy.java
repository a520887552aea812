package org.openhtc.backup;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.function.Predicate;

/**
 * Copies a directory that a service may be changing. Files that vanish during the copy are left
 * out, and a file that changes while it is copied is copied again.
 */
final class TreeCopy {
  private final Path from;
  private final Path to;
  private final FileSums sums;
  private final int tries;

  /**
   * @param to exists
   * @param sums receives the sums of all files, by their paths relative to {@code from}
   * @param tries how often a file is copied at most, if it changes each time
   */
  TreeCopy(Path from, Path to, FileSums sums, int tries) {
    this.from = from;
    this.to = to;
    this.sums = sums;
    this.tries = tries;
  }

  /**
   * Copies a directory below the source, except for files that have a current copy.
   *
   * @param part relative to the source; empty for the whole source
   * @param isWanted whether a file, or a directory with all that it contains, is copied; by its
   *     path relative to the source
   */
  void copy(Path part, Predicate<Path> isWanted) throws IOException {
    Path start = from.resolve(part);
    if (Files.notExists(start)) {
      return;
    }
    createParents(part);
    Files.walkFileTree(
        start,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes ignored)
              throws IOException {
            Path path = from.relativize(directory);
            if (!directory.equals(start) && !isWanted.test(path)) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            try {
              FileCopy.directory(directory, to.resolve(path));
              return FileVisitResult.CONTINUE;
            } catch (NoSuchFileException removedMeanwhile) {
              return FileVisitResult.SKIP_SUBTREE;
            }
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Path path = from.relativize(file);
            if (isWanted.test(path)) {
              copyFile(path, attributes);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure)
              throws IOException {
            if (failure instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw failure;
          }
        });
  }

  private void createParents(Path part) throws IOException {
    if (part.getParent() != null) {
      createParents(part.getParent());
      FileCopy.directory(from.resolve(part.getParent()), to.resolve(part.getParent()));
    }
  }

  private void copyFile(Path path, BasicFileAttributes attributes) throws IOException {
    Path source = from.resolve(path);
    Path target = to.resolve(path);
    try {
      if (attributes.isSymbolicLink()) {
        Files.deleteIfExists(target);
        Files.createSymbolicLink(target, Files.readSymbolicLink(source));
      } else if (attributes.isRegularFile()) {
        for (int i = 0; i < tries && !FileCopy.isCurrent(source, target); i++) {
          sums.put(path, FileCopy.file(source, target));
        }
      }
    } catch (NoSuchFileException removedMeanwhile) {
      sums.remove(path);
      Files.deleteIfExists(target);
    }
  }
}

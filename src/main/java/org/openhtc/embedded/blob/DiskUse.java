package org.openhtc.embedded.blob;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** The space that files use on the disk. Even an empty file takes an inode: it counts a block. */
final class DiskUse {
  private static final long BLOCK = 4096;

  private DiskUse() {}

  static long of(long length) {
    return (length / BLOCK + 1) * BLOCK;
  }

  /** The space of all files below a directory; 0 if it does not exist. */
  static long below(Path directory) throws IOException {
    Sum sum = new Sum();
    Files.walkFileTree(directory, sum);
    return sum.bytes;
  }

  /** Ignores files that are removed at the same moment. */
  private static final class Sum extends SimpleFileVisitor<Path> {
    private long bytes;

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      bytes += of(attributes.size());
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException problem) throws IOException {
      return continueIfGone(problem);
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException problem)
        throws IOException {
      return problem == null ? FileVisitResult.CONTINUE : continueIfGone(problem);
    }

    private static FileVisitResult continueIfGone(IOException problem) throws IOException {
      if (problem instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw problem;
    }
  }
}

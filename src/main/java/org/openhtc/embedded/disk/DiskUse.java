package org.openhtc.embedded.disk;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * The space that files use on the disk. Even an empty file takes an inode: it counts a block, as a
 * directory does.
 */
public final class DiskUse {
  private static final long BLOCK = 4096;

  private DiskUse() {}

  /** The space in bytes of a file of that length in bytes. */
  public static long of(long length) {
    return (length / BLOCK + 1) * BLOCK;
  }

  /** The space in bytes of a directory and all below it; 0 if it does not exist. */
  public static long below(Path directory) throws IOException {
    Sum sum = new Sum();
    Files.walkFileTree(directory, sum);
    return sum.bytes;
  }

  private static final class Sum extends ChangingTreeVisitor {
    private long bytes;

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
      bytes += of(0);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      bytes += of(attributes.size());
      return FileVisitResult.CONTINUE;
    }
  }
}

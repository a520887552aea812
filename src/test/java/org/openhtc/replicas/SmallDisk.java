package org.openhtc.replicas;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.openhtc.testing.Command;

/**
 * A file system of its own in a directory, which can be filled. Only root can mount one; otherwise
 * the directory stays on the disk of the machine.
 */
public final class SmallDisk implements AutoCloseable {
  private static final String SIZE = "size=1280m";
  private static final int BLOCK = 1 << 16;

  /** The store accepts nothing while it has less space than this. */
  private static final long RESERVED = 1L << 30;

  private final Path directory;
  private final boolean isMounted;

  private SmallDisk(Path directory, boolean isMounted) {
    this.directory = directory;
    this.isMounted = isMounted;
  }

  /** The disk of the machine, which can't be filled. */
  static SmallDisk none(Path directory) {
    return new SmallDisk(directory, false);
  }

  static SmallDisk mount(Path directory) throws IOException {
    if (!canFill()) {
      return none(directory);
    }
    String path = directory.toString();
    Command.run(Path.of("/"), "mount", "-t", "tmpfs", "-o", SIZE, "openhtc-test", path);
    return new SmallDisk(directory, true);
  }

  /** Whether this process has the right to mount a file system. */
  public static boolean canFill() {
    return System.getProperty("user.name").equals("root");
  }

  /** Runs the code while less space is left than the store reserves. */
  public synchronized void full(Runnable code) {
    Path ballast = directory.resolve("ballast");
    try {
      try {
        fill(ballast);
        code.run();
      } finally {
        Files.deleteIfExists(ballast);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void fill(Path ballast) throws IOException {
    if (!isMounted) {
      throw new IllegalStateException("the disk of the machine is not filled");
    }
    byte[] block = new byte[BLOCK];
    try (OutputStream out = Files.newOutputStream(ballast)) {
      while (Files.getFileStore(directory).getUsableSpace() >= RESERVED) {
        out.write(block);
      }
    }
  }

  @Override
  public void close() throws IOException {
    if (isMounted) {
      Command.run(Path.of("/"), "umount", "--lazy", directory.toString());
    }
  }
}

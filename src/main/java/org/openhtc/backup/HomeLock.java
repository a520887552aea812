package org.openhtc.backup;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.openhtc.embedded.HomeFiles;

/** The lock by which a service has its home directory for itself. */
final class HomeLock implements AutoCloseable {
  private final FileChannel file;

  private HomeLock(FileChannel file) {
    this.file = file;
  }

  /**
   * Takes the lock, so that no service starts.
   *
   * @throws BackupException if a service has it
   */
  static HomeLock take(Path home) throws IOException {
    FileChannel file =
        FileChannel.open(
            home.resolve(HomeFiles.SERVICE_LOCK),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE);
    if (!isTaken(file)) {
      return new HomeLock(file);
    }
    file.close();
    throw new BackupException(
        "The service of %s is starting or stopping; try again.".formatted(home));
  }

  /** Whether a service of this machine uses the home directory now. */
  static boolean isHeld(Path home) throws IOException {
    Path path = home.resolve(HomeFiles.SERVICE_LOCK);
    if (!Files.isWritable(path)) {
      return false;
    }
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
      return isTaken(file);
    }
  }

  private static boolean isTaken(FileChannel file) throws IOException {
    try {
      return file.tryLock() == null;
    } catch (OverlappingFileLockException e) {
      return true; // by a service in this process, as in a test
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}

package org.openhtc.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;

/**
 * The directories and secret files of this installation, to which only its own user has access:
 * they contain keys, and programs that the service runs.
 */
final class HomeDirectory {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rwx------");

  private static final Set<PosixFilePermission> OWNER_FILE =
      PosixFilePermissions.fromString("rw-------");

  private HomeDirectory() {}

  /**
   * Creates the directory if it does not exist, and takes all access from other users.
   *
   * @throws IllegalStateException if it belongs to another user
   */
  static Path secure(Path directory) throws IOException {
    Files.createDirectories(directory);
    if (!owner(directory).equals(owner(Path.of("/proc/self")))) {
      throw new IllegalStateException(
          "'%s' belongs to another user, who could read and change the data of this service"
              .formatted(directory));
    }
    Files.setPosixFilePermissions(directory, OWNER_ONLY);
    return directory;
  }

  /** The numeric id: one user may have several names. */
  private static Object owner(Path file) throws IOException {
    return Files.exists(file) ? Files.getAttribute(file, "unix:uid") : ownUser();
  }

  /** Where there is no /proc, a new file shows which user runs this process. */
  private static Object ownUser() throws IOException {
    Path probe = Files.createTempFile("openhtc", null);
    try {
      return Files.getAttribute(probe, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    } finally {
      Files.delete(probe);
    }
  }

  /** Reads a secret of this installation, or creates a random one at the first start. */
  static String secret(Path file) throws IOException {
    if (!Files.exists(file)) {
      byte[] value = new byte[24];
      new SecureRandom().nextBytes(value);
      Path draft =
          Files.createTempFile(
              file.toAbsolutePath().getParent(),
              "secret",
              ".tmp",
              PosixFilePermissions.asFileAttribute(OWNER_FILE));
      Files.writeString(draft, HexFormat.of().formatHex(value));
      Files.move(draft, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    }
    return Files.readString(file).strip();
  }
}

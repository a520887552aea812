package org.openhtc.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * The service's own key to its embedded object store. It is created once, in a file that only the
 * service's operating system user can read.
 */
record RootKey(String accessKey, String secretKey) {
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  /**
   * Reads the key of this installation, or creates it.
   *
   * @throws IllegalStateException when the file is damaged
   */
  static RootKey loadOrCreate(Path home) throws IOException {
    Path file = home.resolve("s3-root-key");
    if (!Files.exists(file)) {
      write(file, new RootKey("OPENHTC" + random(8), random(32)));
    }
    List<String> lines = Files.readAllLines(file);
    if (lines.size() != 2) {
      throw new IllegalStateException(
          "'%s' is damaged; delete it to get a new key".formatted(file));
    }
    return new RootKey(lines.getFirst(), lines.getLast());
  }

  /** Writes atomically: after a crash there is either a complete key or none. */
  private static void write(Path file, RootKey key) throws IOException {
    Path draft = Files.createTempFile(file.getParent(), "s3-root-key", ".tmp", OWNER_ONLY);
    Files.write(draft, List.of(key.accessKey, key.secretKey));
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static String random(int bytes) {
    byte[] value = new byte[bytes];
    new SecureRandom().nextBytes(value);
    return HexFormat.of().withUpperCase().formatHex(value);
  }

  @Override
  public String toString() {
    return accessKey;
  }
}

package org.openhtc.encryption;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/** A random secret in a file that only its owner can read, made at the first start. */
record SecretFile(Path path) {
  private static final int BYTES = 32;

  /** Reads the secret, or creates it. */
  String readOrCreate() {
    try {
      if (!Files.exists(path)) {
        create();
      }
      return Files.readString(path).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("openhtc.home must be writable: " + path, e);
    }
  }

  /** After a crash there is either a complete secret or none. */
  private void create() throws IOException {
    byte[] value = new byte[BYTES];
    new SecureRandom().nextBytes(value);
    Path directory = Files.createDirectories(path.toAbsolutePath().getParent());
    Path draft =
        Files.createTempFile(
            directory,
            "secret",
            ".tmp",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(draft, HexFormat.of().formatHex(value));
    try {
      Files.createLink(path, draft);
    } catch (FileAlreadyExistsException e) {
      // another thread was first; its secret counts
    } finally {
      Files.delete(draft);
    }
  }
}

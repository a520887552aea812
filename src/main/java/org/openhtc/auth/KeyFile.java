package org.openhtc.auth;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/** The file that tells the operator the administrator's API key; only its owner can read it. */
record KeyFile(Path path) {

  static KeyFile in(Path home) {
    return new KeyFile(home.resolve("api-key"));
  }

  boolean exists() {
    return Files.exists(path);
  }

  /** Replaces the content; readers see the old key or the new one, and strangers never either. */
  void write(String key) {
    try {
      Files.createDirectories(path.toAbsolutePath().getParent());
      Path draft =
          Files.createTempFile(
              path.toAbsolutePath().getParent(),
              "api-key",
              ".new",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(draft, key + "\n");
      Files.move(draft, path, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("openhtc.home must be writable: " + path, e);
    }
  }
}

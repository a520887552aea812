package org.openhtc.auth;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/** The file with the administrator's API key. Only its owner can read it. */
record KeyFile(Path path) {

  static KeyFile in(Path home) {
    return new KeyFile(home.resolve("api-key"));
  }

  boolean exists() {
    return Files.exists(path);
  }

  /** Replaces the content atomically. Other users of the machine can read neither key. */
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

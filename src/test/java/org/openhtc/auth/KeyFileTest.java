package org.openhtc.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFileTest {
  @TempDir Path home;

  @Test
  void onlyTheOwnerCanReadTheFile() throws IOException {
    KeyFile file = KeyFile.in(home.resolve("new"));
    file.write("key");
    assertThat(file.exists()).isTrue();
    assertThat(file.path()).hasContent("key");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.path())))
        .isEqualTo("rw-------");
  }

  @Test
  void newKeyReplacesTheOldOneAndLeavesNoOtherFile() throws IOException {
    KeyFile file = KeyFile.in(home);
    Files.writeString(file.path(), "old, and readable by all users");
    file.write("new");
    assertThat(file.path()).hasContent("new");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.path())))
        .isEqualTo("rw-------");
    try (var files = Files.list(home)) {
      assertThat(files).containsExactly(file.path());
    }
  }
}

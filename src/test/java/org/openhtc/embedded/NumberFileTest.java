package org.openhtc.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NumberFileTest {
  @TempDir Path directory;
  private NumberFile file;

  @BeforeEach
  void createFile() {
    file = new NumberFile(directory.resolve("port"));
  }

  @Test
  void lastNumberIsStoredAndNoOtherFileRemains() throws Exception {
    assertThat(file.read(65535)).isEmpty();
    file.write(32768);
    file.write(5000);
    assertThat(file.read(65535)).hasValue(5000);
    assertThat(directory.toFile().list()).containsExactly("port");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "\0\0\0\0", "50x", "-1", "0", "65536", "99999999999999999999"})
  void damagedFileIsReadAsEmpty(String content) throws Exception {
    Files.writeString(file.file(), content);
    assertThat(file.read(65535)).isEmpty();
  }
}

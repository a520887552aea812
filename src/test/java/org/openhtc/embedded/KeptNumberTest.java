package org.openhtc.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeptNumberTest {
  @TempDir Path directory;
  private KeptNumber number;

  @BeforeEach
  void nothingKept() {
    number = new KeptNumber(directory.resolve("port"));
  }

  @Test
  void lastNumberIsKeptAndNothingElseIsLeft() throws Exception {
    assertThat(number.read(65535)).isEmpty();
    number.write(32768);
    number.write(5000);
    assertThat(number.read(65535)).hasValue(5000);
    assertThat(directory.toFile().list()).containsExactly("port");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "\0\0\0\0", "50x", "-1", "0", "65536", "99999999999999999999"})
  void damagedFileHoldsNone(String content) throws Exception {
    Files.writeString(number.file(), content);
    assertThat(number.read(65535)).isEmpty();
  }
}

package org.openhtc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openhtc.testing.DeclaredSettings;

/** Every setting that the code reads is listed in docs/operations.md. */
class SettingsDocumentedTest {

  @Test
  void everySettingIsInTheTable() throws IOException {
    String documentation = Files.readString(Path.of("docs/operations.md"));
    List<String> settings = DeclaredSettings.names();
    assertThat(settings).hasSizeGreaterThan(20);
    assertThat(settings)
        .allSatisfy(setting -> assertThat(documentation).contains("`" + setting + "`"));
  }
}

package org.openhtc.embedded;

import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import org.junit.jupiter.api.Test;

class FileNameCharactersTest {
  @Test
  void localeThatCannotWriteAllNamesStopsTheStart() {
    assertThatIllegalStateException()
        .isThrownBy(() -> EmbeddedObjectStore.requireUnicodeFileNames("ANSI_X3.4-1968"))
        .withMessageContaining("'ANSI_X3.4-1968'")
        .withMessageContaining("LC_ALL=C.UTF-8");
  }

  @Test
  void localeWithUtf8IsAccepted() {
    assertThatNoException().isThrownBy(() -> EmbeddedObjectStore.requireUnicodeFileNames("UTF-8"));
  }
}

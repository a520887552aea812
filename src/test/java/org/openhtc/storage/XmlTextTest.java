package org.openhtc.storage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class XmlTextTest {

  @ParameterizedTest
  @ValueSource(strings = {"", "a/b c", "a\tb", "a\nb", "a\rb", "é", "\ufffd", "\ud83d\ude00"})
  void acceptsWhatXmlCanRepresent(String key) {
    assertThat(XmlText.isValid(key)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\u0000", "\u0001", "\u001f", "\ud83d", "\ude00", "\ufffe", "\uffff"})
  void rejectsWhatXmlCannotRepresent(String key) {
    assertThat(XmlText.isValid(key)).isFalse();
  }
}

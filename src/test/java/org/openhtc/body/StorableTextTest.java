package org.openhtc.body;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StorableTextTest {
  @ParameterizedTest
  @ValueSource(strings = {"", "a", "\u00e4\u20ac", "\ud83d\ude00", "a\ud83d\ude00b\n"})
  void textIsStorable(String text) {
    assertThat(StorableText.isStorable(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\0", "a\0", "\ud83d", "\ude00", "\ude00\ud83d", "\ud83d\ud83d\ude00"})
  void textIsNotStorable(String text) {
    assertThat(StorableText.isStorable(text)).isFalse();
  }

  @Test
  void shownTextIsStorable() {
    assertThat(StorableText.shown("a\0b\ud83dc")).isEqualTo("a\\u0000b?c");
  }
}

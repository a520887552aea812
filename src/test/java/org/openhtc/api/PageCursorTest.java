package org.openhtc.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageCursorTest {

  @Test
  void decodedKeysEqualTheEncodedOnes() {
    UUID id = UUID.randomUUID();
    Instant time = Instant.parse("2026-05-01T08:00:00.123456Z");
    PageCursor read = PageCursor.decode(PageCursor.of(id, 42L, "é /?&=", time).encode(), 4);
    assertThat(read.id(0)).isEqualTo(id);
    assertThat(read.number(1)).isEqualTo(42);
    assertThat(read.text(2)).isEqualTo("é /?&=");
    assertThat(read.time(3)).isEqualTo(time);
  }

  @Test
  void codeNeedsNoEscapingInAUrl() {
    assertThat(PageCursor.of("é /?&=", "~~~").encode()).matches("[A-Za-z0-9_-]+");
  }

  @ParameterizedTest
  @ValueSource(strings = {"!", "a b", "", "MQ", "MQoyCjM"})
  void indexThatWasNotIssuedIsRefused(String pageIndex) {
    assertRefused(() -> PageCursor.decode(pageIndex, 2));
  }

  @Test
  void textThatTheDatabaseCannotStoreIsRefused() {
    assertRefused(() -> PageCursor.decode(PageCursor.of("a\0b").encode(), 1));
  }

  @Test
  void partOfAnotherTypeIsRefused() {
    PageCursor cursor = PageCursor.of("text");
    assertRefused(() -> cursor.number(0));
    assertRefused(() -> cursor.id(0));
    assertRefused(() -> cursor.time(0));
    assertRefused(() -> cursor.index(0));
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 1L << 31, Long.MAX_VALUE})
  void numberThatIsNotAListIndexIsRefused(long number) {
    PageCursor cursor = PageCursor.of(number);
    assertThat(cursor.number(0)).isEqualTo(number);
    assertRefused(() -> cursor.index(0));
  }

  private static void assertRefused(Runnable call) {
    assertThatExceptionOfType(ApiException.class)
        .isThrownBy(call::run)
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.VALIDATION_ERROR))
        .withMessageContaining("pageIndex");
  }
}

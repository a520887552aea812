package org.openhtc.job.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openhtc.api.ApiException;

class IdempotencyKeyTest {
  @Test
  void absentHeaderIsNoKey() {
    assertThat(IdempotencyKey.of(null)).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "5c1e6a52-7f0b", "\"quoted\"", "!~"})
  void visibleAsciiIsAKey(String header) {
    assertThat(IdempotencyKey.of(header)).isEqualTo(new IdempotencyKey(header));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b", "naïve", "a\u007f", "a\t"})
  void anythingElseIsRefusedByName(String header) {
    assertThatThrownBy(() -> IdempotencyKey.of(header))
        .isInstanceOf(ApiException.class)
        .hasMessageContaining("Idempotency-Key '" + header + "'");
  }
}

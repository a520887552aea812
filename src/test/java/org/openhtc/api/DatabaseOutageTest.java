package org.openhtc.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseOutageTest {
  @ParameterizedTest
  @ValueSource(strings = {"08006", "25P04", "40P01", "53300", "55P03", "57014", "57P01"})
  void limitsAndBrokenConnectionsAreOutages(String state) {
    assertThat(DatabaseOutage.isCause(wrapped(new SQLException("on purpose", state)))).isTrue();
  }

  @Test
  void poolWithoutAFreeConnectionIsAnOutage() {
    assertThat(DatabaseOutage.isCause(wrapped(new SQLTransientConnectionException()))).isTrue();
    assertThat(DatabaseOutage.isCause(wrapped(new SQLException("Connection is closed")))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"23505", "42601", "22003"})
  void otherFailuresAreNone(String state) {
    assertThat(DatabaseOutage.isCause(wrapped(new SQLException("on purpose", state)))).isFalse();
  }

  @Test
  void failureWithoutAStatementIsNone() {
    assertThat(DatabaseOutage.isCause(new IllegalStateException())).isFalse();
  }

  private static Throwable wrapped(SQLException e) {
    return new IllegalStateException(new IllegalArgumentException(e));
  }
}

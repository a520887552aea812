package org.openhtc.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Status;
import org.springframework.jdbc.datasource.AbstractDataSource;

class DatabaseHealthIndicatorTest {
  @Test
  void databaseThatDoesNotRespondIsDown() {
    assertThat(new DatabaseHealthIndicator(new Unreachable()).health().getStatus())
        .isEqualTo(Status.DOWN);
  }

  private static final class Unreachable extends AbstractDataSource {
    @Override
    public Connection getConnection() throws SQLException {
      throw new SQLException("unreachable on purpose");
    }

    @Override
    public Connection getConnection(String username, String password) throws SQLException {
      return getConnection();
    }
  }
}

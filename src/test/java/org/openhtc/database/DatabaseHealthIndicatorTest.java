package org.openhtc.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.openhtc.testing.SettableClock;
import org.springframework.boot.health.contributor.Status;
import org.springframework.jdbc.datasource.AbstractDataSource;

class DatabaseHealthIndicatorTest {
  private final SettableClock clock = new SettableClock();

  @Test
  void databaseThatNeverRespondedIsDown() {
    assertThat(new DatabaseHealthIndicator(new Unreachable(), clock).health().getStatus())
        .isEqualTo(Status.DOWN);
  }

  @Test
  void shortOutageIsTolerated() {
    DatabaseHealthIndicator indicator = new DatabaseHealthIndicator(new Unreachable(), clock);
    indicator.succeeded();
    clock.advance(Duration.ofSeconds(29));
    assertThat(indicator.health().getStatus()).isEqualTo(Status.UP);
    clock.advance(Duration.ofSeconds(1));
    assertThat(indicator.health().getStatus()).isEqualTo(Status.DOWN);
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

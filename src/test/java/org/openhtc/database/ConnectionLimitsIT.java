package org.openhtc.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openhtc.testing.ServiceTest;
import org.openhtc.testing.TcpProxy;
import org.openhtc.testing.Timeouts;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.support.TransactionTemplate;

/** Every wait for PostgreSQL ends, and the pool works afterwards. */
@ServiceTest
class ConnectionLimitsIT {
  private static final long LOCK = 471_108;
  private static final Duration SECOND = Duration.ofSeconds(1);

  /**
   * No test reaches such a limit, even on a machine that pauses: the only short one ends a wait.
   */
  private static final Duration FAR = Timeouts.STEP;

  @Autowired
  @Qualifier("serviceConnections")
  HikariDataSource service;

  @Autowired JdbcClient other;
  @Autowired TransactionTemplate otherTransaction;
  private TcpProxy proxy;
  private HikariDataSource pool;
  private JdbcClient jdbc;

  @BeforeEach
  void pool() throws Exception {
    proxy = TcpProxy.to(URI.create(service.getJdbcUrl().substring("jdbc:".length())).getPort());
    pool = new ConnectionLimits(2, FAR, FAR, FAR, FAR).pool("test", throughTheProxy());
    jdbc = JdbcClient.create(pool);
  }

  @AfterEach
  void close() throws Exception {
    pool.close();
    proxy.close();
  }

  /** The client also has a limit, a second later, which could be reached first after a pause. */
  @Test
  void statementOfALimitedPoolIsCancelled() {
    limit(new ConnectionLimits(2, FAR, SECOND, FAR, FAR));
    pool.addDataSourceProperty("socketTimeout", Long.toString(FAR.toSeconds()));
    assertThatThrownBy(() -> jdbc.sql("select pg_sleep(60)").query().listOfRows())
        .hasMessageContaining("statement timeout");
    assertPoolWorks();
  }

  @Test
  void waitForALockEnds() {
    limit(new ConnectionLimits(2, FAR, FAR, SECOND.dividedBy(2), FAR));
    otherTransaction.executeWithoutResult(open -> {
      other.sql("select pg_advisory_xact_lock(?)").param(LOCK).query().singleRow();
      assertThatThrownBy(
              () -> jdbc.sql("select pg_advisory_xact_lock(?)").param(LOCK).query().singleRow())
          .hasMessageContaining("lock timeout");
    });
    assertPoolWorks();
  }

  @Test
  void longTransactionIsEnded() {
    limit(new ConnectionLimits(2, FAR, FAR, FAR, SECOND.multipliedBy(2)));
    TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(pool));
    TransactionSystemException end =
        catchThrowableOfType(
            TransactionSystemException.class,
            () ->
                transaction.executeWithoutResult(open -> {
                  for (int i = 0; i < 10; i++) {
                    jdbc.sql("select pg_sleep(0.5)").query().listOfRows();
                  }
                }));
    assertThat(end.getOriginalException()).hasMessageContaining("transaction timeout");
    assertPoolWorks();
  }

  /** On a connection that the pool has just used, or has checked and could not replace. */
  @Test
  void serverThatDoesNotRespondIsGivenUp() {
    limit(new ConnectionLimits(2, SECOND, SECOND, FAR, FAR));
    assertPoolWorks();
    proxy.stalled(() ->
        assertThatThrownBy(this::selectOne)
            .hasMessageMatching("(?s).*(I/O error|Failed to obtain JDBC Connection).*"));
    assertPoolWorks();
  }

  @Test
  void brokenConnectionsAreReplaced() {
    assertPoolWorks();
    proxy.disconnect();
    assertPoolWorks();
  }

  /** It would take longer than the statement, as the planner overestimates the rows of a page. */
  @Test
  void noStatementIsCompiled() {
    assertThat(jdbc.sql("show jit").query(String.class).single()).isEqualTo("off");
  }

  /** Replaces the pool by one with these limits. */
  private void limit(ConnectionLimits limits) {
    pool.close();
    pool = limits.pool("test", throughTheProxy());
    jdbc = JdbcClient.create(pool);
  }

  /** A pool notices a broken connection when it is used, or half a second after its last use. */
  private void assertPoolWorks() {
    await().atMost(Timeouts.STEP).ignoreExceptions().until(() -> selectOne() == 1);
  }

  private Integer selectOne() {
    return jdbc.sql("select 1").query(Integer.class).single();
  }

  private JdbcConnectionDetails throughTheProxy() {
    return new JdbcConnectionDetails() {
      @Override
      public String getUsername() {
        return service.getUsername();
      }

      @Override
      public String getPassword() {
        return service.getPassword();
      }

      @Override
      public String getJdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:%d/postgres".formatted(proxy.port());
      }
    };
  }
}

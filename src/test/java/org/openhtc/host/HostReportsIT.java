package org.openhtc.host;

import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.openhtc.testing.ServiceTest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionStatus;

/** The hosts on PostgreSQL. The transaction of a test hides its host from the service's agents. */
@ServiceTest
class HostReportsIT extends HostReportsContract {
  @Autowired Hosts hosts;
  @Autowired HostStore store;
  @Autowired EntityManager entities;
  @Autowired PlatformTransactionManager transactions;
  private @Nullable TransactionStatus transaction;

  /** The next read is of the table, not of the entity in memory. */
  @Override
  protected HostReports hosts() {
    entities.flush();
    entities.clear();
    return hosts;
  }

  @Override
  protected void configure(String name) {
    transaction = transactions.getTransaction(TransactionDefinition.withDefaults());
    store.save(new HostRow(FakeHosts.entry(name), HostSource.SETTINGS, Instant.now()));
  }

  @AfterEach
  void removeHost() {
    transactions.rollback(Objects.requireNonNull(transaction));
  }
}

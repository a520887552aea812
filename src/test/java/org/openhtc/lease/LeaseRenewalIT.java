package org.openhtc.lease;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openhtc.testing.ServiceTest;
import org.openhtc.testing.Timeouts;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.transaction.support.TransactionTemplate;

/** How two processes keep, lose and take leases on PostgreSQL. The test sets the clock. */
@ServiceTest
class LeaseRenewalIT {
  @Autowired DataSource database;
  @Autowired JdbcClient jdbc;
  @Autowired TransactionTemplate transaction;

  private final String scope = "renewal-" + UUID.randomUUID();
  private final AtomicLong nanoTime = new AtomicLong();
  private RenewedLeases first;
  private RenewedLeases second;

  @BeforeEach
  void twoProcesses() {
    first = TestLeases.inDatabase(jdbc, nanoTime::get);
    second = TestLeases.inDatabase(jdbc, nanoTime::get);
  }

  @AfterEach
  void removeLeases() {
    jdbc.sql("delete from lease where scope like 'renewal-%'").update();
  }

  @Test
  void leaseThatIsHeldIsNotWrittenAgain() {
    first.hold(scope);
    String before = row();
    first.hold(scope);
    assertThat(row()).isEqualTo(before);
  }

  @Test
  void processThatDoesNotLeadLocksNoRow() {
    first.hold(scope);
    String before = row();
    pass(1);
    assertThat(second.hold(scope)).isEmpty();
    assertThat(row()).isEqualTo(before);
  }

  @Test
  void renewedLeaseStaysCurrent() {
    Lease lease = hold(first);
    for (int third = 1; third <= 5; third++) {
      pass(1.0 / 3);
      first.renew();
      assertThat(first.isCurrent(lease)).isTrue();
    }
  }

  @Test
  void leaseThatIsNotRenewedIsGivenUpBeforeItExpires() {
    Lease lease = hold(first);
    pass(0.91);
    assertThat(first.isCurrent(lease)).isFalse();
    assertThat(first.isHeld(lease)).isTrue();
  }

  @Test
  void lateRenewalMakesTheSameLeaseCurrentAgain() {
    Lease lease = hold(first);
    pass(2);
    first.renew();
    assertThat(first.isCurrent(lease)).isTrue();
  }

  @Test
  void renewalFindsThatAnotherProcessTookTheLease() {
    Lease lease = hold(first);
    TestLeases.expire(jdbc, scope);
    hold(second);
    assertThat(first.isCurrent(lease)).isTrue();
    first.renew();
    assertThat(first.isCurrent(lease)).isFalse();
    assertThat(first.hold(scope)).isEmpty();
  }

  @Test
  void leaseThatIsFoundToBeLostIsNotCurrent() {
    Lease lease = hold(first);
    TestLeases.expire(jdbc, scope);
    hold(second);
    assertThat(first.isHeld(lease)).isFalse();
    assertThat(first.isCurrent(lease)).isFalse();
  }

  @Test
  void leaseThatIsNotUsedIsNotRenewed() {
    Lease lease = hold(first);
    pass(31);
    first.renew();
    assertThat(first.isCurrent(lease)).isFalse();
  }

  @Test
  void processThatEndedTakesNoLease() {
    first.release();
    assertThat(first.hold(scope)).isEmpty();
  }

  @Test
  void transactionThatReliesOnALeaseDoesNotDelayItsRenewal() {
    Lease lease = hold(first);
    pass(0.5);
    transaction.executeWithoutResult(open -> {
      assertThat(first.isHeld(lease)).isTrue();
      CompletableFuture.runAsync(first::renew).orTimeout(Timeouts.STEP.toSeconds(), SECONDS).join();
    });
    pass(0.5);
    assertThat(first.isCurrent(lease)).isTrue();
  }

  @Test
  void noOtherProcessTakesALeaseOnWhichATransactionRelies() {
    Lease lease = hold(first);
    transaction.executeWithoutResult(open -> {
      assertThat(first.isHeld(lease)).isTrue();
      CompletableFuture.runAsync(
              () -> {
                TestLeases.expire(jdbc, scope);
                assertThat(second.hold(scope)).isEmpty();
              })
          .orTimeout(Timeouts.STEP.toSeconds(), SECONDS)
          .join();
    });
    assertThat(second.hold(scope)).isPresent();
  }

  @Test
  void leasesThatAreWantedTogetherAreTakenTogether() {
    BlockedDataSource blocked = new BlockedDataSource(database);
    RenewedLeases leases = TestLeases.inDatabase(JdbcClient.create(blocked), nanoTime::get);
    List<Thread> threads =
        IntStream.range(0, 200)
            .mapToObj(n -> Thread.ofVirtual().start(() -> leases.hold(scope + n)))
            .toList();
    await().until(() -> threads.stream().allMatch(t -> t.getState() == Thread.State.WAITING));
    blocked.isOpen.countDown();
    await().until(() -> threads.stream().noneMatch(Thread::isAlive));
    assertThat(
            jdbc.sql("select count(*) from lease where scope like ? || '%'")
                .param(scope)
                .query(Integer.class)
                .single())
        .isEqualTo(200);
    assertThat(blocked.statements).hasValueLessThanOrEqualTo(4);
  }

  private Lease hold(Leases process) {
    return process.hold(scope).orElseThrow();
  }

  /** Changes whenever the row is written or locked. */
  private String row() {
    return jdbc.sql("select xmin || ' ' || xmax from lease where scope = ?")
        .param(scope)
        .query(String.class)
        .single();
  }

  /**
   * Lets time pass for both processes, but not for the database.
   *
   * @param durations of a lease
   */
  private void pass(double durations) {
    nanoTime.addAndGet((long) (durations * TestLeases.DURATION.toNanos()));
  }

  /** Counts connections; the first one waits until the test allows it. */
  private static final class BlockedDataSource extends DelegatingDataSource {
    private final CountDownLatch isOpen = new CountDownLatch(1);
    private final AtomicInteger statements = new AtomicInteger();

    BlockedDataSource(DataSource database) {
      super(database);
    }

    @Override
    public Connection getConnection() throws SQLException {
      statements.incrementAndGet();
      try {
        isOpen.await();
      } catch (InterruptedException e) {
        throw new SQLException(e);
      }
      return super.getConnection();
    }
  }
}

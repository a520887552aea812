package org.openhtc.lease;

import java.time.Duration;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Grants every lease, until the test lets another process hold them. */
public final class FakeLeases extends Leases {
  private static final JdbcClient UNUSED = JdbcClient.create(new DriverManagerDataSource());

  private boolean heldByAnother;

  public FakeLeases() {
    super(UNUSED, new LeaseSettings(Duration.ofSeconds(10)));
  }

  /** The identity of an installation without a database. */
  public static Installation installation(String id) {
    return new Installation(id);
  }

  public void heldByAnother(boolean now) {
    heldByAnother = now;
  }

  @Override
  public Optional<Lease> hold(String scope) {
    return heldByAnother ? Optional.empty() : Optional.of(new Lease(scope, "this process", 1));
  }

  @Override
  public boolean isHeld(Lease lease) {
    return !heldByAnother;
  }
}

package org.openhtc.lease;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How long leases last.
 *
 * @param duration until a lease that is not renewed expires: within this time after a holder was
 *     killed, and about a second more, another process takes over; at least 2 s
 */
@Validated
@ConfigurationProperties("openhtc.lease")
record LeaseSettings(@DefaultValue("4s") @NotNull @DurationMin(seconds = 2) Duration duration) {
  private static final int RENEWALS_PER_DURATION = 4;

  /**
   * The time between two renewals. With the default duration, a renewal that the database cancels
   * can be repeated while the lease is current.
   */
  Duration renewalInterval() {
    return duration.dividedBy(RENEWALS_PER_DURATION);
  }
}

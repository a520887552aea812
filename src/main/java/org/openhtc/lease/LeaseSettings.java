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
 * @param duration until a lease that is not renewed expires: this long after a holder was killed,
 *     another process takes over; at least 2 s
 */
@Validated
@ConfigurationProperties("openhtc.lease")
record LeaseSettings(@DefaultValue("5s") @NotNull @DurationMin(seconds = 2) Duration duration) {}

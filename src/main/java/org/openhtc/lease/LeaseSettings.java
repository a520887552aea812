package org.openhtc.lease;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How long leadership lasts without a sign of life.
 *
 * @param duration a holder that was killed is followed by another one after this time; at least 2 s
 */
@Validated
@ConfigurationProperties("openhtc.lease")
record LeaseSettings(@DefaultValue("10s") @NotNull @DurationMin(seconds = 2) Duration duration) {}

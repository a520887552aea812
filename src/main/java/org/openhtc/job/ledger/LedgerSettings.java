package org.openhtc.job.ledger;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How often the ledger is checked without a request.
 *
 * @param interval time between two checks by any process of the installation; at least 1 s
 */
@Validated
@ConfigurationProperties("openhtc.ledger")
record LedgerSettings(@DefaultValue("1h") @NotNull @DurationMin(seconds = 1) Duration interval) {}

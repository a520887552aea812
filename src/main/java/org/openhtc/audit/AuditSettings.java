package org.openhtc.audit;

import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How long audit entries are kept.
 *
 * @param retention age at which an entry is removed, at least a day
 * @param sweepInterval pause between two removals of old entries, at least a second
 */
@Validated
@ConfigurationProperties("openhtc.audit")
record AuditSettings(
    @DefaultValue("400d") @DurationMin(days = 1, message = "must be at least 1d")
        Duration retention,
    @DefaultValue("1h") @DurationMin(seconds = 1, message = "must be at least 1s")
        Duration sweepInterval) {}

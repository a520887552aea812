package org.openhtc.audit;

import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How long audit entries are kept, and how many.
 *
 * @param retention age at which an entry is removed, at least a day
 * @param sweepInterval pause between two removals of old entries, at least a second
 * @param entriesPerWorkspace most entries of a workspace, at least 1,000, so that no tenant fills
 *     the database. An entry needs about 0.6 KB with its indexes, so the default is about 0.6 GB
 */
@Validated
@ConfigurationProperties("openhtc.audit")
record AuditSettings(
    @DefaultValue("400d") @DurationMin(days = 1, message = "must be at least 1d")
        Duration retention,
    @DefaultValue("1h") @DurationMin(seconds = 1, message = "must be at least 1s")
        Duration sweepInterval,
    @DefaultValue("1000000") @Min(value = 1000, message = "must be at least 1000")
        int entriesPerWorkspace) {}

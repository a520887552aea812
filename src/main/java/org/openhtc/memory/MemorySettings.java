package org.openhtc.memory;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * The memory for large bodies and reads of logs.
 *
 * @param budget for all callers together; a workspace gets at most half of it at a time, and a user
 *     at most a quarter
 * @param longestWait a request that waits longer for its part is refused
 */
@Validated
@ConfigurationProperties("openhtc.memory")
record MemorySettings(
    @DefaultValue("128MB") @NotNull DataSize budget,
    @DefaultValue("5s") @NotNull @DurationMin(millis = 1) Duration longestWait) {}

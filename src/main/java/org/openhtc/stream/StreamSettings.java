package org.openhtc.stream;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Streams that clients watch instead of asking again and again.
 *
 * @param longest a stream ends after this time, and its client goes on with a new one
 * @param heartbeat longest silence, so that neither client nor proxy takes a stream for dead
 * @param perCaller streams that a user, or a job with its own token, has open at most
 */
@Validated
@ConfigurationProperties("openhtc.streams")
record StreamSettings(
    @DefaultValue("1h") @NotNull @DurationMin(seconds = 1) Duration longest,
    @DefaultValue("15s") @NotNull @DurationMin(millis = 100) Duration heartbeat,
    @DefaultValue("50") @Min(1) int perCaller) {}

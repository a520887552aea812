package org.openhtc.stream;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Event streams, which clients read instead of polling.
 *
 * @param longest a stream ends after this time; its client resumes with a new one
 * @param heartbeat longest time without data; a client or proxy that sees no data for long may
 *     close the connection
 * @param perCaller maximum number of open streams of a user, or of a job with its own token
 * @param perWorkspace maximum number of open streams of a workspace's users and jobs together, in
 *     one process
 * @param total maximum number of open streams of one process; below the greatest number of
 *     connections, so that requests remain possible
 */
@Validated
@ConfigurationProperties("openhtc.streams")
record StreamSettings(
    @DefaultValue("1h") @NotNull @DurationMin(seconds = 1) Duration longest,
    @DefaultValue("15s") @NotNull @DurationMin(millis = 100) Duration heartbeat,
    @DefaultValue("50") @Min(1) int perCaller,
    @DefaultValue("300") @Min(1) int perWorkspace,
    @DefaultValue("1000") @Min(1) int total) {}

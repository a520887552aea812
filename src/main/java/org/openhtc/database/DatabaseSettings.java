package org.openhtc.database;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The connections of one process to PostgreSQL. Besides these it uses three for leases and health,
 * and one for notifications.
 *
 * @param requestConnections connections for requests of clients; 2 to 1000
 * @param serviceConnections connections for the scheduler, the agents and background tasks; 2 to
 *     1000
 * @param requestStatement after this time a statement of a request is cancelled; 1 s to 10 minutes
 * @param requireDurableCommits whether the service refuses to start with a server that loses
 *     commits in a crash
 */
@Validated
@ConfigurationProperties("openhtc.database")
record DatabaseSettings(
    @DefaultValue("16") @Min(2) @Max(1000) int requestConnections,
    @DefaultValue("8") @Min(2) @Max(1000) int serviceConnections,
    @DefaultValue("20s") @NotNull @DurationMin(seconds = 1) @DurationMax(minutes = 10)
        Duration requestStatement,
    @DefaultValue("true") boolean requireDurableCommits) {}

package org.openhtc.storage;

import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How others reach the object store, be it the embedded or an own one.
 *
 * @param publicEndpoint base URL for users; default: the own store's endpoint, or the embedded
 *     store's port on {@code localhost}
 * @param jobEndpoint base URL for containers; default: the own store's endpoint, or the embedded
 *     store's port at the address of Docker's default bridge
 * @param credentialLifetime of what users are lent, 1 to 12 hours; a job's live as long as it may
 * @param urlLifetime of presigned URLs, at most 7 days
 * @param sweepInterval pause between two removals of expired grants and of deleted tasks' folders
 */
@Validated
@ConfigurationProperties("openhtc.storage")
public record LendingSettings(
    @Nullable URI publicEndpoint,
    @Nullable URI jobEndpoint,
    @DefaultValue("12h") @NotNull @DurationMin(hours = 1) @DurationMax(hours = 12)
        Duration credentialLifetime,
    @DefaultValue("1h") @NotNull @DurationMin(minutes = 1) @DurationMax(days = 7)
        Duration urlLifetime,
    @DefaultValue("5m") @NotNull @DurationMin(seconds = 1) Duration sweepInterval) {

  /** The settings' addresses, or these where they say nothing. */
  public StoreAddresses addresses(@Nullable URI users, @Nullable URI jobs) {
    return new StoreAddresses(
        publicEndpoint == null ? users : publicEndpoint, jobEndpoint == null ? jobs : jobEndpoint);
  }
}

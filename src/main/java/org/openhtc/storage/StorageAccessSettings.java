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
 * How users and jobs access the object store, whether it is the embedded or an external one.
 *
 * @param publicEndpoint base URL for users; default: the external store's endpoint, or the embedded
 *     store's port on {@code localhost}
 * @param jobEndpoint base URL for containers; default: the external store's endpoint, or the
 *     embedded store's port at the address of Docker's default bridge
 * @param credentialLifetime lifetime of credentials issued to users, 1 to 12 hours; those of a job
 *     are valid for as long as the job may exist
 * @param urlLifetime lifetime of presigned URLs, at most 7 days
 * @param sweepInterval pause between two removals of expired grants and of deleted tasks' folders
 */
@Validated
@ConfigurationProperties("openhtc.storage")
public record StorageAccessSettings(
    @Nullable URI publicEndpoint,
    @Nullable URI jobEndpoint,
    @DefaultValue("12h") @NotNull @DurationMin(hours = 1) @DurationMax(hours = 12)
        Duration credentialLifetime,
    @DefaultValue("1h") @NotNull @DurationMin(minutes = 1) @DurationMax(days = 7)
        Duration urlLifetime,
    @DefaultValue("5m") @NotNull @DurationMin(seconds = 1) Duration sweepInterval) {

  /** The configured endpoints, or the given default where one is not configured. */
  public StoreEndpoints endpoints(@Nullable URI users, @Nullable URI jobs) {
    return new StoreEndpoints(
        publicEndpoint == null ? users : publicEndpoint, jobEndpoint == null ? jobs : jobEndpoint);
  }
}

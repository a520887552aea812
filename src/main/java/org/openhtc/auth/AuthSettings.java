package org.openhtc.auth;

import jakarta.validation.constraints.NotBlank;
import java.time.Duration;
import org.hibernate.validator.constraints.CodePointLength;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of the tokens.
 *
 * @param issuer claim {@code iss} of every token; tokens of another issuer are refused
 * @param userTokenLifetime lifetime of a token that is issued for an API key, at least a minute
 * @param metricsToken bearer token of a monitoring system for {@code /actuator/prometheus}, 32 to
 *     512 characters; if absent or blank, only platform administrators read the metrics
 */
@Validated
@ConfigurationProperties("openhtc.auth")
record AuthSettings(
    @DefaultValue("openhtc") @NotBlank(message = "must not be blank") String issuer,
    @DefaultValue("6h") @DurationMin(minutes = 1, message = "must be at least 1m")
        Duration userTokenLifetime,
    @CodePointLength(min = 32, max = 512, message = "must have 32 to 512 characters")
        @Nullable String metricsToken) {

  AuthSettings {
    metricsToken = metricsToken == null || metricsToken.isBlank() ? null : metricsToken.strip();
  }

  /** Keeps the token out of logs. */
  @Override
  public String toString() {
    return "AuthSettings[issuer=%s, userTokenLifetime=%s]".formatted(issuer, userTokenLifetime);
  }
}

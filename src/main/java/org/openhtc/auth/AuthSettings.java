package org.openhtc.auth;

import jakarta.validation.constraints.NotBlank;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of the tokens.
 *
 * @param issuer claim {@code iss} of every token; tokens of another issuer are refused
 * @param userTokenLifetime lifetime of a token that is issued for an API key, at least a minute
 */
@Validated
@ConfigurationProperties("openhtc.auth")
record AuthSettings(
    @DefaultValue("openhtc") @NotBlank(message = "must not be blank") String issuer,
    @DefaultValue("6h") @DurationMin(minutes = 1, message = "must be at least 1m")
        Duration userTokenLifetime) {}

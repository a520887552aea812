package org.openhtc.ratelimit;

import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Rate limits. Each process of the service counts separately.
 *
 * @param requestsPerMinute requests of a user or of a job, on average; 0 for no limit
 * @param burst number of requests that are accepted at once after a pause
 * @param failedLoginsPerMinute bad keys and tokens from one address; 0 for no limit
 * @param connectionsPerAddress open connections of one address that is no trusted proxy; 0 for no
 *     limit
 */
@Validated
@ConfigurationProperties("openhtc.rate-limit")
record RateLimitSettings(
    @DefaultValue("12000") @Min(value = 0, message = "must not be negative") int requestsPerMinute,
    @DefaultValue("3000") @Min(value = 1, message = "must be at least 1") int burst,
    @DefaultValue("300") @Min(value = 0, message = "must not be negative")
        int failedLoginsPerMinute,
    @DefaultValue("500") @Min(value = 0, message = "must not be negative")
        int connectionsPerAddress) {}

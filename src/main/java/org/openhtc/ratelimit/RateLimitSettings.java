package org.openhtc.ratelimit;

import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How often may be asked. Each process of the service counts for itself.
 *
 * @param requestsPerMinute requests of a user, or of a job, in the long run; 0: no limit
 * @param burst how many of them may come at once after a quiet time
 * @param failedLoginsPerMinute bad keys and tokens from one address; 0: no limit
 */
@Validated
@ConfigurationProperties("openhtc.rate-limit")
record RateLimitSettings(
    @DefaultValue("0") @Min(value = 0, message = "must not be negative") int requestsPerMinute,
    @DefaultValue("600") @Min(value = 1, message = "must be at least 1") int burst,
    @DefaultValue("300") @Min(value = 0, message = "must not be negative")
        int failedLoginsPerMinute) {}

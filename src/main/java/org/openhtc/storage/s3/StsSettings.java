package org.openhtc.storage.s3;

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
 * The token service that lends credentials of an own store.
 *
 * @param endpoint base URL; default: that of the store, or AWS's own
 * @param roleArn role to be assumed; it may do in the bucket all that is ever lent. AWS needs it,
 *     stores such as MinIO ignore it
 * @param longest the service lends for no longer; AWS allows an hour unless the role says more
 */
@Validated
@ConfigurationProperties("openhtc.storage.sts")
record StsSettings(
    @Nullable URI endpoint,
    @Nullable String roleArn,
    @DefaultValue("1h") @NotNull @DurationMin(minutes = 15) @DurationMax(hours = 12)
        Duration longest) {}

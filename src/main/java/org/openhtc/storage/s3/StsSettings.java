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
 * The token service (STS) that issues credentials for an external store.
 *
 * @param endpoint base URL; default: that of the store, or AWS's own
 * @param roleArn role to be assumed, which needs all rights in the bucket that are issued to users
 *     and jobs; required by AWS, ignored by stores such as MinIO
 * @param longest maximum lifetime of the credentials; AWS allows an hour unless the role is
 *     configured for more
 */
@Validated
@ConfigurationProperties("openhtc.storage.sts")
record StsSettings(
    @Nullable URI endpoint,
    @Nullable String roleArn,
    @DefaultValue("1h") @NotNull @DurationMin(minutes = 15) @DurationMax(hours = 12)
        Duration longest) {}

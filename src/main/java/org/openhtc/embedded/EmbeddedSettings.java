package org.openhtc.embedded;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How the embedded parts listen.
 *
 * @param s3Address address the object store binds; every one by default, because the containers of
 *     jobs come by the address of Docker's bridge. Only signed requests get in
 * @param s3Port port of the object store; 0, the default, takes a free one at the first start and
 *     the same one ever after
 */
@Validated
@ConfigurationProperties("openhtc.embedded")
record EmbeddedSettings(
    @NotBlank @DefaultValue("0.0.0.0") String s3Address,
    @Min(0) @Max(65535) @DefaultValue("0") int s3Port) {}

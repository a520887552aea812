package org.openhtc.embedded;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How the embedded parts listen.
 *
 * @param s3Port port of the object store; 0, the default, takes a free one at each start
 */
@Validated
@ConfigurationProperties("openhtc.embedded")
record EmbeddedSettings(@Min(0) @Max(65535) @DefaultValue("0") int s3Port) {}

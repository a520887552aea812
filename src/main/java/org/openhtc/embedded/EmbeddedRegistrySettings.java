package org.openhtc.embedded;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How the embedded image registry listens.
 *
 * @param address IP address or name of this machine at which engines reach the registry and this
 *     service. Engines take loopback addresses without TLS; for any other one each engine needs the
 *     setting {@code insecure-registries}
 * @param port of the registry; 0 takes a free one at the first start and keeps to it, because
 *     images are known by it
 * @param program the registry (CNCF Distribution): a path, or a name on the search path
 */
@Validated
@ConfigurationProperties("openhtc.registry")
record EmbeddedRegistrySettings(
    @DefaultValue("127.0.0.1")
        @Pattern(regexp = "[A-Za-z0-9.-]+", message = "must be a host name or an IPv4 address")
        String address,
    @DefaultValue("0") @Min(0) @Max(65535) int port,
    @DefaultValue("docker-registry") @NotEmpty(message = "must not be empty") String program) {}

package org.openhtc.project;

import jakarta.validation.constraints.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Where images are pushed to.
 *
 * @param host host and port as {@code docker push} takes them
 */
@Validated
@ConfigurationProperties("openhtc.registry")
public record RegistrySettings(
    @DefaultValue("localhost:5000")
        @Pattern(
            regexp = "[A-Za-z0-9.-]+(:[0-9]{1,5})?",
            message = "must be a host name with an optional port, such as registry.local:5000")
        String host) {}

package org.openhtc.registry;

import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.openhtc.project.Project;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The image registry and the tokens for it.
 *
 * @param host host and port of a registry of one's own, as {@code docker push} takes them; absent:
 *     the service brings one along
 * @param url base URL at which this service reaches that registry; absent: {@code https://<host>}
 * @param namespace a step that stands before the project in the paths of all repositories, for
 *     programs that look for a word in a registry's address; absent: none
 * @param service name of the registry in tokens, which its configuration has to repeat
 * @param passwordLifetime how long a password for {@code docker login} is good
 * @param accessLifetime how long a token is good that an engine gets for one push or pull of a user
 * @param pullLifetime how long a host's token for pulling one job's image is good
 */
@Validated
@ConfigurationProperties("openhtc.registry")
record RegistrySettings(
    @Pattern(
            regexp = "[A-Za-z0-9.-]+(:[0-9]{1,5})?",
            message = "must be a host name with an optional port, such as registry.local:5000")
        @Nullable String host,
    @Nullable URI url,
    @Pattern(
            regexp = "[a-z0-9]+(([.]|_|__|-+)[a-z0-9]+)*",
            message = "must be lower case letters and digits with single dots or dashes between")
        @Nullable String namespace,
    @DefaultValue("openhtc") @NotEmpty(message = "must not be empty") String service,
    @DefaultValue("12h") @NotNull @DurationMin(minutes = 1, message = "must be at least 1m")
        Duration passwordLifetime,
    @DefaultValue("5m") @NotNull @DurationMin(minutes = 1, message = "must be at least 1m")
        Duration accessLifetime,
    @DefaultValue("1h") @NotNull @DurationMin(minutes = 1, message = "must be at least 1m")
        Duration pullLifetime) {

  /** Path below which the project's images live in the registry, such as {@code projects/<id>}. */
  String path(Project project) {
    return "projects/" + (namespace == null ? "" : namespace + "/") + project.id();
  }

  /** How the registry that the settings name is reached. */
  RegistryConnection connection() {
    if (host == null) {
      throw new IllegalStateException("openhtc.registry.host is missing");
    }
    return new RegistryConnection(host, url == null ? URI.create("https://" + host) : url, null);
  }
}

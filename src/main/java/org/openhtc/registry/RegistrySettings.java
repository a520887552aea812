package org.openhtc.registry;

import jakarta.validation.constraints.Min;
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
 * @param host host and port of an external registry, in the form of {@code docker push}; default:
 *     the embedded registry is used
 * @param url base URL at which this service reaches the external registry; default: {@code
 *     https://<host>}
 * @param namespace path segment before the project in the paths of all repositories, for programs
 *     that expect a certain word in a registry's address; default: none
 * @param service name of the registry in tokens; the registry must be configured with the same name
 * @param passwordLifetime lifetime of a password for {@code docker login}
 * @param accessLifetime lifetime of a token that an engine receives for one push or pull of a user
 * @param pullLifetime lifetime of a token with which a host pulls the image of a job
 * @param repositoriesPerProject largest number of repositories of a project
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
            message = "must be lower case letters and digits, separated by single dots or dashes")
        @Nullable String namespace,
    @DefaultValue("openhtc") @NotEmpty(message = "must not be empty") String service,
    @DefaultValue("12h") @NotNull @DurationMin(minutes = 1, message = "must be at least 1m")
        Duration passwordLifetime,
    @DefaultValue("5m") @NotNull @DurationMin(minutes = 1, message = "must be at least 1m")
        Duration accessLifetime,
    @DefaultValue("1h") @NotNull @DurationMin(minutes = 1, message = "must be at least 1m")
        Duration pullLifetime,
    @DefaultValue("1000") @Min(1) int repositoriesPerProject) {

  /** The path of the project's images in the registry, such as {@code projects/<id>}. */
  String path(Project project) {
    return "projects/" + (namespace == null ? "" : namespace + "/") + project.id();
  }

  /** The connection to the external registry. */
  RegistryConnection connection() {
    if (host == null) {
      throw new IllegalStateException("openhtc.registry.host is missing");
    }
    return new RegistryConnection(host, url == null ? URI.create("https://" + host) : url, null);
  }
}

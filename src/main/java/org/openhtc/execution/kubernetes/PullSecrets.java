package org.openhtc.execution.kubernetes;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.openhtc.digest.Sha256;
import org.openhtc.execution.ContainerLabels;
import tools.jackson.core.JacksonException;

/**
 * The secrets with which nodes pull images: one for each repository, because a token of the
 * registry permits the pull of one. A secret is renewed at half of its life, so a pod may wait for
 * a node at least for the other half.
 */
final class PullSecrets {
  /** The user name that the registry accepts with the token of a pull. */
  private static final String USER = "host";

  private static final String EXPIRES = "openhtc.org/expires";

  /** Of a token whose end can't be read. */
  private static final Duration SHORT_LIFE = Duration.ofMinutes(5);

  private final ApiServer server;
  private final ClusterPaths paths;
  private final String installation;
  private final Clock clock;

  /** When the secrets have to be renewed, by repository. */
  private final Map<String, Instant> renewals = new ConcurrentHashMap<>();

  PullSecrets(ApiServer server, ClusterPaths paths, String installation, Clock clock) {
    this.server = server;
    this.paths = paths;
    this.installation = installation;
    this.clock = clock;
  }

  /** The name of the secret for an image; null for an image that is not one of a project. */
  @Nullable String name(String reference) {
    int digest = reference.indexOf('@');
    return digest < 0 ? null : nameFor(reference.substring(0, digest));
  }

  private String nameFor(String repository) {
    return "openhtc-pull-%s-%s".formatted(installation.substring(0, 8), hash(repository));
  }

  private static String hash(String text) {
    return HexFormat.of().formatHex(Sha256.of(text), 0, 8);
  }

  /** Whether nodes can pull the image. */
  boolean permits(String reference) {
    int digest = reference.indexOf('@');
    if (digest < 0) {
      return true;
    }
    Instant renewal = renewals.get(reference.substring(0, digest));
    return renewal != null && clock.instant().isBefore(renewal);
  }

  /** Stores the token for the image's repository. */
  void put(String reference, String token) {
    String repository = reference.substring(0, reference.indexOf('@'));
    String registry = repository.substring(0, repository.indexOf('/'));
    Instant now = clock.instant();
    Instant expiry = expiry(token, now);
    server.apply(
        ApiCall.SECRET,
        paths.secrets(),
        nameFor(repository),
        secret(repository, registry, token, expiry));
    renewals.put(repository, now.plus(Duration.between(now, expiry).dividedBy(2)));
    removeExpired(now);
  }

  private Map<String, Object> secret(
      String repository, String registry, String token, Instant expiry) {
    Map<String, Object> config =
        Map.of("auths", Map.of(registry, Map.of("username", USER, "password", token)));
    return Map.of(
        "apiVersion", "v1",
        "kind", "Secret",
        "type", "kubernetes.io/dockerconfigjson",
        "metadata",
            Map.of(
                "name", nameFor(repository),
                "labels", Map.of(ContainerLabels.INSTALLATION, installation),
                "annotations", Map.of(EXPIRES, expiry.toString())),
        "data",
            Map.of(".dockerconfigjson", Base64.getEncoder().encodeToString(Json.bytes(config))));
  }

  /** The end of the token's life, which is in its second part. */
  private static Instant expiry(String token, Instant now) {
    try {
      String[] parts = token.split("\\.");
      if (parts.length == 3) {
        String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
        long expiry = Json.read(claims).path("exp").asLong(0);
        if (expiry > 0) {
          return Instant.ofEpochSecond(expiry);
        }
      }
    } catch (IllegalArgumentException | JacksonException notAToken) {
      // as a token without an end
    }
    return now.plus(SHORT_LIFE);
  }

  /**
   * Removes the secrets of repositories that no job has used for long. One that another worker or
   * process has stored again meanwhile is kept.
   */
  private void removeExpired(Instant now) {
    PagedList.ofMetadata(server)
        .read(ApiCall.SECRET, paths.secretsOf(installation), secret -> secret.path("metadata"))
        .forEach(metadata -> {
          Instant expiry = Pod.instant(metadata.path("annotations").path(EXPIRES));
          if (expiry != null && expiry.isBefore(now)) {
            String name = metadata.path("name").asString("");
            server.deleteUnchanged(ApiCall.SECRET, paths.secrets() + "/" + name, metadata);
          }
        });
  }
}

package org.openhtc.execution.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.openhtc.digest.Sha256;
import org.openhtc.execution.ContainerLabels;
import org.openhtc.execution.engine.EngineException;
import org.openhtc.execution.engine.Variables;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * The secrets with the variables that all pods of a batch have, so that pods do not repeat them.
 *
 * <p>The name of a secret is a digest of its content, so several batches and processes may use one
 * without knowing of each other. It is stored again from time to time while pods are created with
 * it, and removed when that has not happened for long and no pod uses it.
 */
final class SharedVariables {
  private static final Logger log = LoggerFactory.getLogger(SharedVariables.class);

  /** A secret that another program has deleted is back after this time. */
  private static final Duration RENEWAL = Duration.ofMinutes(10);

  /** Longer than clocks of processes differ. */
  private static final Duration KEPT = Duration.ofHours(2);

  /** Names that a secret can have; a pod can have others. */
  private static final Pattern KEY = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,252}");

  private static final String KEPT_UNTIL = "openhtc.org/kept-until";
  private static final int DIGEST_BYTES = 16;

  private final ApiServer server;
  private final ClusterPaths paths;
  private final String installation;
  private final Clock clock;

  /** When the secrets have to be stored again, by name. */
  private final Map<String, Instant> renewals = new ConcurrentHashMap<>();

  private final AtomicReference<Instant> nextRemoval;

  SharedVariables(ApiServer server, ClusterPaths paths, String installation, Clock clock) {
    this.server = server;
    this.paths = paths;
    this.installation = installation;
    this.clock = clock;
    this.nextRemoval = new AtomicReference<>(clock.instant());
  }

  /**
   * Where the variables of a pod are.
   *
   * @param secret the name of the secret with the shared ones; null for none
   * @param inPod those that the pod itself has
   */
  record Stored(@Nullable String secret, Map<String, String> inPod) {}

  /**
   * Stores the shared variables, if they are not stored yet.
   *
   * @throws EngineException.Refused if the cluster stores no such secret
   */
  Stored store(Variables variables) {
    Map<String, String> data = new TreeMap<>();
    Map<String, String> inPod = new TreeMap<>();
    variables
        .shared()
        .forEach((name, value) -> {
          if (KEY.matcher(name).matches()) {
            data.put(name, Base64.getEncoder().encodeToString(value.getBytes(UTF_8)));
          } else {
            inPod.put(name, value);
          }
        });
    inPod.putAll(variables.own());
    return new Stored(data.isEmpty() ? null : stored(data), inPod);
  }

  private String stored(Map<String, String> data) {
    String secret = name(data);
    renewals.compute(
        secret,
        (name, due) -> {
          Instant now = clock.instant();
          return due != null && now.isBefore(due) ? due : put(name, data, now);
        });
    return secret;
  }

  private String name(Map<String, String> data) {
    byte[] digest = Sha256.of(new String(Json.bytes(data), UTF_8));
    return "openhtc-env-%s-%s"
        .formatted(installation.substring(0, 8), HexFormat.of().formatHex(digest, 0, DIGEST_BYTES));
  }

  /** Returns when the secret has to be stored again. */
  private Instant put(String name, Map<String, String> data, Instant now) {
    try {
      server.apply(ApiCall.SECRET, paths.secrets(), name, secret(name, data, now.plus(KEPT)));
      return now.plus(RENEWAL);
    } catch (EngineException.Unreachable e) {
      throw e.getCause() instanceof ApiStatusException status && status.refusesTheObject()
          ? new EngineException.Refused(String.valueOf(status.getMessage()))
          : e;
    }
  }

  private Map<String, Object> secret(String name, Map<String, String> data, Instant keptUntil) {
    return Map.of(
        "apiVersion",
        "v1",
        "kind",
        "Secret",
        "metadata",
        Map.of(
            "name", name,
            "labels", Map.of(ContainerLabels.INSTALLATION, installation),
            "annotations", Map.of(KEPT_UNTIL, keptUntil.toString())),
        "data",
        data);
  }

  /**
   * Removes the secrets that no pod needs any more. Does nothing more often than every ten minutes.
   * A failure is only logged: it delays no job.
   */
  void removeUnused() {
    Instant now = clock.instant();
    Instant due = nextRemoval.get();
    if (now.isBefore(due) || !nextRemoval.compareAndSet(due, now.plus(RENEWAL))) {
      return;
    }
    renewals.values().removeIf(renewal -> renewal.plus(KEPT).isBefore(now));
    try {
      PagedList.ofMetadata(server)
          .read(ApiCall.SECRET, paths.secretsOf(installation), secret -> secret.path("metadata"))
          .forEach(metadata -> removeIfUnused(metadata, now));
    } catch (EngineException.Unreachable | DateTimeParseException e) {
      log.warn("Secrets that no pod needs could not be removed: {}", e.getMessage());
    }
  }

  /** A secret that another worker or process has stored again meanwhile is kept. */
  private void removeIfUnused(JsonNode metadata, Instant now) {
    Instant keptUntil = Pod.instant(metadata.path("annotations").path(KEPT_UNTIL));
    String name = metadata.path("name").asString("");
    if (keptUntil != null && keptUntil.isBefore(now) && !isUsed(name)) {
      server.deleteUnchanged(ApiCall.SECRET, paths.secrets() + "/" + name, metadata);
    }
  }

  private boolean isUsed(String secret) {
    return !server.get(ApiCall.SECRET, paths.podWithVariables(secret)).path("items").isEmpty();
  }
}

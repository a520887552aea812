package org.openhtc.execution.kubernetes;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.openhtc.digest.Sha256;
import org.openhtc.execution.engine.EngineException;
import org.openhtc.execution.engine.Isolation;
import org.openhtc.execution.engine.JobNetwork;
import org.openhtc.host.ClusterPlace;
import tools.jackson.databind.JsonNode;

/**
 * Tests whether the network plugin of the cluster enforces network policies. Two pods, one after
 * the other, connect to the API server at its address in the cluster, and a policy denies that to
 * the second one. Only if the first one succeeds and the second one does not is a policy enforced.
 *
 * @param image with {@code sh} and {@code nc}
 */
record NetworkProbe(
    ApiServer server, ClusterPaths paths, ClusterPlace place, Pods pods, String image) {
  /** The label of the pod to which the policy applies. */
  private static final String LABEL = "openhtc.org/probe";

  /** Includes the pull of the image. */
  private static final Duration LIMIT = Duration.ofMinutes(1);

  /** By this exit code the script reports that it could not connect. */
  static final int NOT_CONNECTED = 9;

  /**
   * Plugins apply a policy some moments after the start of a pod, so the script waits first. A
   * single lost packet has no effect on the result.
   */
  static final String SCRIPT =
      """
      sleep 3
      for i in 1 2 3; do
        nc -w 2 "$KUBERNETES_SERVICE_HOST" "$KUBERNETES_SERVICE_PORT" </dev/null && exit 0
        sleep 1
      done
      exit 9
      """;

  /**
   * @throws EngineException.Unreachable if the API server failed
   */
  Isolation isolation(JobNetwork network) {
    String policy = network.name() + "-probe";
    server.apply(ApiCall.NETWORK, paths.networkPolicies(), policy, policy(policy, network));
    Outcome open = run(policy, "open", Map.of());
    if (!open.hasConnected()) {
      return Isolation.none(
          "network policy %s is set, but nothing shows that it is enforced, because a pod without"
                  .formatted(network.name())
              + " a policy "
              + open.text());
    }
    Outcome closed = run(policy, "closed", Map.of(LABEL, policy));
    return closed.hasFailedToConnect()
        ? new Isolation(
            Isolation.Level.FIREWALL,
            "network policy %s, which the cluster enforces, as a pod has shown"
                .formatted(network.name()))
        : Isolation.none(
            "network policy %s is set, but a pod to which a policy permits no connection %s"
                .formatted(network.name(), closed.text()));
  }

  /**
   * How a pod has ended.
   *
   * @param exitCode null if it has not run to its end
   * @param text predicate of a sentence about the pod
   */
  private record Outcome(@Nullable Integer exitCode, String text) {
    boolean hasConnected() {
      return exitCode != null && exitCode == 0;
    }

    boolean hasFailedToConnect() {
      return exitCode != null && exitCode == NOT_CONNECTED;
    }

    static Outcome notEnded(String reason) {
      return new Outcome(null, "did not run: " + reason);
    }

    static Outcome of(int exitCode) {
      return new Outcome(
          exitCode,
          switch (exitCode) {
            case 0 -> "reached the API server of the cluster";
            case NOT_CONNECTED -> "did not reach the API server of the cluster";
            default -> "ended with exit code " + exitCode;
          });
    }
  }

  private Outcome run(String policy, String role, Map<String, String> labels) {
    String name = "%s-%s-%s".formatted(policy, role, placeDigest());
    delete(name, Map.of()); // of a process that was killed
    try {
      Pod created = new Pod(server.create(ApiCall.NETWORK, paths.pods(), pod(name, role, labels)));
      try {
        return ended(created);
      } finally {
        delete(name, Map.of("uid", created.uid())); // another process may have replaced it
      }
    } catch (ApiStatusException e) {
      return Outcome.notEnded(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw server.unreachable(ApiCall.NETWORK, e);
    }
  }

  /** Hosts in one namespace, which differ in their places, test their nodes at the same time. */
  private String placeDigest() {
    return HexFormat.of().formatHex(Sha256.of(place.toString()), 0, 2);
  }

  private Outcome ended(Pod created) {
    try {
      pods.await(ApiCall.NETWORK, created, LIMIT, Pod::isOver);
    } catch (EngineException.Unreachable late) {
      return Outcome.notEnded(
          "it has not ended within %d s%s".formatted(LIMIT.toSeconds(), problem(created)));
    }
    return server
        .find(ApiCall.NETWORK, paths.pod(created.name()))
        .map(json -> new Pod(json).container("terminated").path("exitCode"))
        .filter(JsonNode::isNumber)
        .map(exitCode -> Outcome.of(exitCode.asInt(0)))
        .orElseGet(() -> Outcome.notEnded("the cluster ended it"));
  }

  /** Why the pod waits, such as for its image, as the end of a sentence; empty if it does not. */
  private String problem(Pod created) {
    return server
        .find(ApiCall.NETWORK, paths.pod(created.name()))
        .map(json -> PodStates.of(new Pod(json), Instant.EPOCH, Instant.EPOCH).error())
        .filter(error -> !error.isEmpty())
        .map(error -> ", " + error)
        .orElse("");
  }

  private void delete(String name, Map<String, String> preconditions) {
    server.delete(
        ApiCall.NETWORK,
        paths.pod(name),
        Map.of("gracePeriodSeconds", 0, "preconditions", preconditions));
  }

  private static Map<String, Object> policy(String policy, JobNetwork network) {
    return Map.of(
        "apiVersion",
        "networking.k8s.io/v1",
        "kind",
        "NetworkPolicy",
        "metadata",
        Map.of("name", policy, "labels", network.labels()),
        "spec",
        Map.of(
            "podSelector", Map.of("matchLabels", Map.of(LABEL, policy)),
            "policyTypes", List.of("Egress"),
            "egress", List.of()));
  }

  private Map<String, Object> pod(String name, String role, Map<String, String> labels) {
    Map<String, String> amounts = Map.of("cpu", "10m", "memory", "16Mi");
    Map<String, Object> container =
        Map.of(
            "name", "probe",
            "image", image,
            "imagePullPolicy", "IfNotPresent",
            "command", List.of("sh", "-c"),
            "args", List.of(SCRIPT, role),
            "resources", Map.of("requests", amounts, "limits", amounts),
            "securityContext",
                Map.of(
                    "allowPrivilegeEscalation",
                    false,
                    "capabilities",
                    Map.of("drop", List.of("ALL"))));
    Map<String, String> selector = new TreeMap<>(place.nodeSelector());
    selector.put("kubernetes.io/os", "linux");
    return Map.of(
        "apiVersion",
        "v1",
        "kind",
        "Pod",
        "metadata",
        Map.of("name", name, "labels", labels),
        "spec",
        Map.of(
            "restartPolicy",
            "Never",
            "automountServiceAccountToken",
            false,
            "activeDeadlineSeconds",
            2 * LIMIT.toSeconds(), // until then its state shows why it waits
            "terminationGracePeriodSeconds",
            1,
            "securityContext",
            Map.of("seccompProfile", Map.of("type", "RuntimeDefault")),
            "nodeSelector",
            selector,
            "tolerations",
            place.tolerations(),
            "containers",
            List.of(container)));
  }
}

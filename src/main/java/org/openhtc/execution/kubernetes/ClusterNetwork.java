package org.openhtc.execution.kubernetes;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.openhtc.execution.ContainerLabels;
import org.openhtc.execution.engine.Isolation;
import org.openhtc.execution.engine.JobNetwork;
import org.openhtc.host.ClusterPlace;

/**
 * The network policy of the jobs: no connections to them, and from them only to name servers, to
 * the allowed endpoints, and to addresses that are not private. So jobs reach neither each other,
 * nor services of the cluster, nor the metadata service of a cloud.
 */
record ClusterNetwork(ApiServer server, ClusterPaths paths, ClusterPlace place, Pods pods) {
  private static final List<String> PRIVATE =
      List.of(
          "10.0.0.0/8",
          "100.64.0.0/10",
          "127.0.0.0/8",
          "169.254.0.0/16",
          "172.16.0.0/12",
          "192.168.0.0/16");

  private static final List<Map<String, Object>> NAMES =
      List.of(Map.of("protocol", "UDP", "port", 53), Map.of("protocol", "TCP", "port", 53));

  Isolation ensure(JobNetwork network) {
    return begin(network).orElseGet(() -> probe(network));
  }

  /** Empty if only pods show what the policy isolates. */
  Optional<Isolation> begin(JobNetwork network) {
    server.apply(ApiCall.NETWORK, paths.networkPolicies(), network.name(), policy(network));
    return place.probeImage() == null ? Optional.of(asConfigured(network)) : Optional.empty();
  }

  private Isolation probe(JobNetwork network) {
    String image = Objects.requireNonNull(place.probeImage());
    return new NetworkProbe(server, paths, place, pods, image).isolation(network);
  }

  private Isolation asConfigured(JobNetwork network) {
    return Boolean.TRUE.equals(place.enforcesNetworkPolicy())
        ? new Isolation(
            Isolation.Level.FIREWALL,
            "network policy %s, which the cluster is configured to enforce"
                .formatted(network.name()))
        : Isolation.none(
            "network policy %s is set, but neither enforces-network-policy nor probe-image is"
                .formatted(network.name()));
  }

  private static Map<String, Object> policy(JobNetwork network) {
    List<Map<String, Object>> egress = new ArrayList<>();
    egress.add(Map.of("ports", NAMES));
    egress.add(
        Map.of("to", List.of(Map.of("ipBlock", Map.of("cidr", "0.0.0.0/0", "except", PRIVATE)))));
    network
        .allowed()
        .forEach(endpoint ->
            egress.add(
                Map.of(
                    "to",
                    List.of(Map.of("ipBlock", Map.of("cidr", endpoint.address() + "/32"))),
                    "ports",
                    List.of(Map.of("protocol", "TCP", "port", endpoint.port())))));
    return Map.of(
        "apiVersion",
        "networking.k8s.io/v1",
        "kind",
        "NetworkPolicy",
        "metadata",
        Map.of("name", network.name(), "labels", network.labels()),
        "spec",
        Map.of(
            "podSelector",
                Map.of("matchLabels", Map.of(ContainerLabels.INSTALLATION, network.installation())),
            "policyTypes", List.of("Ingress", "Egress"),
            "ingress", List.of(),
            "egress", egress));
  }
}

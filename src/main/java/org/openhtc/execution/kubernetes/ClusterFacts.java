package org.openhtc.execution.kubernetes;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.openhtc.execution.engine.EngineException;
import org.openhtc.execution.engine.EngineFacts;
import org.openhtc.host.ClusterPlace;
import org.openhtc.lease.DueTime;
import tools.jackson.databind.JsonNode;

/**
 * Measures what a cluster has for the pods of OpenHTC: what its ready nodes have, without what the
 * pods of others request, and within the quota of the namespace.
 */
final class ClusterFacts {
  /** A list of all nodes and pods is costly for a large cluster. */
  private static final Duration KEPT = Duration.ofSeconds(15);

  private final ApiServer server;
  private final ClusterPaths paths;
  private final ClusterPlace place;
  private final String installation;
  private final Clock clock;
  private @Nullable Measured last;
  private DueTime next = DueTime.NOW;

  /** Of the last measurement that found a node; empty before. */
  private String architecture = "";

  ClusterFacts(
      ApiServer server, ClusterPaths paths, ClusterPlace place, String installation, Clock clock) {
    this.server = server;
    this.paths = paths;
    this.place = place;
    this.installation = installation;
    this.clock = clock;
  }

  /**
   * A measurement.
   *
   * @param nodes for the placement of single pods
   */
  record Measured(EngineFacts facts, Nodes nodes) {}

  /** What is used or allowed, in the units of {@link Nodes}. */
  private record Amounts(long milliCpus, long memoryBytes) {
    static final Amounts NOTHING = new Amounts(0, 0);
    static final Amounts UNLIMITED = new Amounts(Long.MAX_VALUE, Long.MAX_VALUE);

    Amounts plus(Amounts other) {
      return new Amounts(milliCpus + other.milliCpus, memoryBytes + other.memoryBytes);
    }

    Amounts least(Amounts other) {
      return new Amounts(
          Math.min(milliCpus, other.milliCpus), Math.min(memoryBytes, other.memoryBytes));
    }
  }

  /** Always makes a call; what the cluster has is measured again only after some seconds. */
  synchronized Measured measure() {
    String version = server.get(ApiCall.FACTS, "/version").path("gitVersion").asString("");
    Instant now = clock.instant();
    Measured known = last;
    if (known != null && !next.isReached(now)) {
      return known;
    }
    known = measure(version.startsWith("v") ? version.substring(1) : version);
    last = known;
    next = DueTime.after(KEPT, now);
    return known;
  }

  private Measured measure(String version) {
    JsonNode namespace = server.get(ApiCall.FACTS, paths.namespace());
    Nodes nodes = nodes();
    Amounts room = room(nodes);
    EngineFacts facts =
        new EngineFacts(
            namespace.path("metadata").path("uid").asString(""),
            version,
            nodes.architecture(),
            Math.toIntExact(Math.min(room.milliCpus / 1000, Integer.MAX_VALUE)),
            room.memoryBytes >> 20,
            null,
            null,
            Duration.ZERO,
            mayGrow() ? List.of() : nodes.largestSizes(),
            List.of(),
            null);
    return new Measured(facts, nodes);
  }

  /** Whether the cluster adds nodes by itself, which may be larger than the present ones. */
  private boolean mayGrow() {
    return place.vcpus() != null;
  }

  private Nodes nodes() {
    Map<String, String> selector = Objects.requireNonNull(place.nodeSelector());
    List<Nodes.Node> ready =
        new PagedList(server)
            .read(ApiCall.FACTS, paths.nodes(selector), Nodes::ready).stream()
                .flatMap(Optional::stream)
                .toList();
    Nodes found =
        Nodes.of(ready, selector.getOrDefault(Nodes.ARCHITECTURE, presentArchitecture(ready)));
    if (!found.nodes().isEmpty()) {
      architecture = found.architectureLabel();
    }
    return found;
  }

  /**
   * The architecture as measured last, as long as a node of it is ready, or no node at all: jobs
   * that were placed would fail if it changed. Empty for any.
   */
  private String presentArchitecture(List<Nodes.Node> ready) {
    boolean isPresent = ready.stream().anyMatch(node -> node.architecture().equals(architecture));
    return isPresent || ready.isEmpty() ? architecture : "";
  }

  private Amounts room(Nodes nodes) {
    Integer vcpus = place.vcpus();
    Long memoryMib = place.memoryMib();
    Amounts others = vcpus != null && memoryMib != null ? Amounts.NOTHING : ofOthers(nodes);
    Amounts free =
        new Amounts(
            vcpus == null ? Math.max(0, nodes.milliCpus() - others.milliCpus) : vcpus * 1000L,
            memoryMib == null
                ? Math.max(0, nodes.memoryBytes() - others.memoryBytes)
                : memoryMib << 20);
    return free.least(quota());
  }

  /** What the pods of other programs request on these nodes; nothing where they can't be listed. */
  private Amounts ofOthers(Nodes nodes) {
    Set<String> names = nodes.nodes().stream().map(Nodes.Node::name).collect(Collectors.toSet());
    try {
      return new PagedList(server)
              .read(
                  ApiCall.FACTS,
                  paths.podsOfOthers(installation),
                  pod ->
                      names.contains(pod.path("spec").path("nodeName").asString(""))
                          ? requests(pod)
                          : Amounts.NOTHING)
              .stream()
              .reduce(Amounts.NOTHING, Amounts::plus);
    } catch (EngineException.Unreachable e) {
      if (isForbidden(e)) {
        return Amounts.NOTHING;
      }
      throw e;
    }
  }

  /** The service's account may be restricted to its namespace. */
  private static boolean isForbidden(EngineException e) {
    return e.getCause() instanceof ApiStatusException status && status.code() == 403;
  }

  private static Amounts requests(JsonNode pod) {
    Amounts sum = Amounts.NOTHING;
    for (JsonNode container : pod.path("spec").path("containers")) {
      JsonNode requests = container.path("resources").path("requests");
      sum =
          sum.plus(
              new Amounts(
                  Quantity.milli(requests.path("cpu").asString("")),
                  Quantity.bytes(requests.path("memory").asString(""))));
    }
    return sum;
  }

  private Amounts quota() {
    Amounts least = Amounts.UNLIMITED;
    for (JsonNode quota : server.get(ApiCall.FACTS, paths.quotas()).path("items")) {
      JsonNode hard = quota.path("spec").path("hard");
      for (String kind : List.of("requests.", "limits.", "")) {
        least = least.least(limits(hard, kind));
      }
    }
    return least;
  }

  private static Amounts limits(JsonNode hard, String kind) {
    String cpu = hard.path(kind + "cpu").asString("");
    String memory = hard.path(kind + "memory").asString("");
    return new Amounts(
        cpu.isEmpty() ? Long.MAX_VALUE : Quantity.milli(cpu),
        memory.isEmpty() ? Long.MAX_VALUE : Quantity.bytes(memory));
  }
}

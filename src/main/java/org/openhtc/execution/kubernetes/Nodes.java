package org.openhtc.execution.kubernetes;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.openhtc.host.HostMeasure.NodeSize;
import org.openhtc.region.Architecture;
import tools.jackson.databind.JsonNode;

/**
 * The nodes of a cluster that can run pods now, all of one architecture.
 *
 * @param architecture the most frequent one, or that of the node selector
 */
record Nodes(Architecture architecture, List<Node> nodes) {
  /** The label of a node with its architecture. */
  static final String ARCHITECTURE = "kubernetes.io/arch";

  private static final String ARM = "arm64";

  /**
   * A node.
   *
   * @param milliCpus thousandths of a processor for pods
   * @param memoryBytes for pods
   * @param pods at most
   */
  record Node(String name, String architecture, long milliCpus, long memoryBytes, long pods) {
    NodeSize size() {
      return new NodeSize((int) Math.min(milliCpus / 1000, Integer.MAX_VALUE), memoryBytes >> 20);
    }
  }

  /**
   * @param ready of all architectures
   * @param wanted architecture of the node selector, as Kubernetes names it; empty for any
   */
  static Nodes of(List<Node> ready, String wanted) {
    String architecture = wanted.isEmpty() ? mostFrequent(ready) : wanted;
    return new Nodes(
        architecture.equals(ARM) ? Architecture.AARCH64 : Architecture.X86,
        ready.stream().filter(node -> node.architecture.equals(architecture)).toList());
  }

  private static String mostFrequent(List<Node> nodes) {
    return nodes.stream()
        .collect(Collectors.groupingBy(Node::architecture, Collectors.counting()))
        .entrySet()
        .stream()
        .max(Map.Entry.<String, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
        .map(Map.Entry::getKey)
        .orElse("amd64");
  }

  /** Empty for a node that runs no pods now. */
  static Optional<Node> ready(JsonNode node) {
    return isReady(node) ? Optional.of(node(node)) : Optional.empty();
  }

  private static boolean isReady(JsonNode node) {
    if (node.path("spec").path("unschedulable").asBoolean(false)) {
      return false;
    }
    for (JsonNode condition : node.path("status").path("conditions")) {
      if (condition.path("type").asString("").equals("Ready")) {
        return condition.path("status").asString("").equals("True");
      }
    }
    return false;
  }

  private static Node node(JsonNode node) {
    JsonNode allocatable = node.path("status").path("allocatable");
    Map<String, String> labels = Json.texts(node.path("metadata").path("labels"));
    return new Node(
        node.path("metadata").path("name").asString(""),
        labels.getOrDefault(ARCHITECTURE, "amd64"),
        Quantity.milli(allocatable.path("cpu").asString("")),
        Quantity.bytes(allocatable.path("memory").asString("")),
        Quantity.bytes(allocatable.path("pods").asString("")));
  }

  /** As Kubernetes names it. */
  String architectureLabel() {
    return architecture == Architecture.AARCH64 ? ARM : "amd64";
  }

  /** Thousandths of a processor on all nodes together. */
  long milliCpus() {
    return nodes.stream().mapToLong(Node::milliCpus).sum();
  }

  /** Of all nodes together. */
  long memoryBytes() {
    return nodes.stream().mapToLong(Node::memoryBytes).sum();
  }

  /** The sizes of nodes of which none is as large as another one. */
  List<NodeSize> largestSizes() {
    List<NodeSize> sizes = nodes.stream().map(Node::size).distinct().toList();
    return sizes.stream()
        .filter(size -> sizes.stream().noneMatch(o -> !o.equals(size) && o.canHold(size)))
        .sorted(Comparator.comparing(NodeSize::vcpus).reversed())
        .toList();
  }
}

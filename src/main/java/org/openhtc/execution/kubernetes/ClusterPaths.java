package org.openhtc.execution.kubernetes;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.openhtc.execution.ContainerLabels;

/**
 * The paths of the objects of one namespace.
 *
 * @param name of the namespace
 */
record ClusterPaths(String name) {
  private static final int PAGE = 500;

  String namespace() {
    return "/api/v1/namespaces/" + name;
  }

  String pods() {
    return namespace() + "/pods";
  }

  String pod(String pod) {
    return pods() + "/" + encoded(pod);
  }

  /** The first page of the pods of an installation. */
  String podsOf(String installation) {
    return pods() + "?" + selector(installation) + "&limit=" + PAGE;
  }

  /** The pods of an installation whose results are recorded. */
  String removedPodsOf(String installation) {
    return pods() + "?" + selector(installation) + encoded("," + Pod.REMOVED + "=true");
  }

  /** One of the pods whose shared variables are in the secret. */
  String podWithVariables(String secret) {
    return pods() + "?labelSelector=" + encoded(Pod.VARIABLES + "=" + secret) + "&limit=1";
  }

  /** One of the pods of an installation, for the version of the list. */
  String podsVersion(String installation) {
    return pods() + "?" + selector(installation) + "&limit=1";
  }

  /**
   * The changes of the pods of an installation that run or have ended, and whose results are not
   * recorded. Lists show what becomes of the others. Those changes are half of all, and each costs
   * the API server and this process CPU time.
   *
   * @param seconds after which the server ends the stream
   */
  String changesOf(String installation, String version, long seconds) {
    return pods()
        + "?"
        + selector(installation)
        + encoded(",!" + Pod.REMOVED)
        + "&fieldSelector="
        + encoded("status.phase!=Pending")
        + changes(version, seconds);
  }

  /** The changes of one pod. */
  String changesOfPod(String pod, String version, long seconds) {
    return pods() + "?fieldSelector=" + encoded("metadata.name=" + pod) + changes(version, seconds);
  }

  private static String changes(String version, long seconds) {
    return "&watch=1&allowWatchBookmarks=true&timeoutSeconds=%d&resourceVersion=%s"
        .formatted(seconds, encoded(version));
  }

  private static String selector(String installation) {
    return "labelSelector=" + encoded(ContainerLabels.INSTALLATION + "=" + installation);
  }

  /** The present pods, in all namespaces, that do not belong to the installation. */
  String podsOfOthers(String installation) {
    return "/api/v1/pods?labelSelector=%s&fieldSelector=%s&limit=%d"
        .formatted(
            encoded(ContainerLabels.INSTALLATION + "!=" + installation),
            encoded("status.phase!=Succeeded,status.phase!=Failed"),
            PAGE);
  }

  String nodes(Map<String, String> labels) {
    String selector =
        new TreeMap<>(labels)
            .entrySet().stream()
                .map(label -> label.getKey() + "=" + label.getValue())
                .collect(Collectors.joining(","));
    return "/api/v1/nodes?limit=" + PAGE + "&labelSelector=" + encoded(selector);
  }

  String node(String node) {
    return "/api/v1/nodes/" + encoded(node);
  }

  String quotas() {
    return namespace() + "/resourcequotas";
  }

  String secrets() {
    return namespace() + "/secrets";
  }

  String secretsOf(String installation) {
    return secrets() + "?" + selector(installation) + "&limit=" + PAGE;
  }

  String networkPolicies() {
    return "/apis/networking.k8s.io/v1/namespaces/" + name + "/networkpolicies";
  }

  static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
  }
}

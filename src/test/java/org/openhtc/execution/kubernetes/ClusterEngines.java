package org.openhtc.execution.kubernetes;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import org.openhtc.cluster.FakeCluster;
import org.openhtc.execution.engine.ContainerEngine;
import org.openhtc.execution.http.CallTimeouts;
import org.openhtc.execution.http.HttpAddress;
import org.openhtc.execution.http.HttpConnections;
import org.openhtc.host.ClusterPlace;

/** Connects to fake clusters. */
final class ClusterEngines {
  private ClusterEngines() {}

  static ContainerEngine connect(FakeCluster cluster, String installation) {
    return connect(cluster, installation, ClusterPlace.byDefault(), Clock.systemUTC());
  }

  static ContainerEngine connect(
      FakeCluster cluster, String installation, ClusterPlace place, Clock clock) {
    return new KubernetesEngine(server(cluster), place, installation, Duration.ofSeconds(1), clock);
  }

  static ApiServer server(FakeCluster cluster) {
    URI server = cluster.server();
    return new ApiServer(
        new HttpConnections(
            new HttpAddress.Tcp(server.getHost(), server.getPort(), null), new CallTimeouts()),
        "API server " + server.getAuthority(),
        "",
        () -> "Bearer test-token",
        new CallBudget(10_000, 10_000));
  }

  static ApiServer server(URI endpoint) {
    ClusterLogin login = ClusterLogin.of(endpoint);
    return new ApiServer(
        new HttpConnections(login.address(), new CallTimeouts()),
        "API server",
        login.base(),
        login.authorization(),
        new CallBudget(10_000, 10_000));
  }

  /** A place in which the pods are limited. */
  static ClusterPlace place(int maxPods) {
    return new ClusterPlace(
        null, null, null, null, null, maxPods, null, null, null, null, null, null);
  }
}

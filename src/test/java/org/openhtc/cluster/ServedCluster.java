package org.openhtc.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;

/** A {@link RealCluster} in which Deployments have pods and Services have names and addresses. */
public final class ServedCluster implements AutoCloseable {
  /** The address at which pods reach {@linkplain #reachable ports} of this machine. */
  private static final String MACHINE = "10.97.0.1";

  private final RealCluster cluster;
  private final ServiceAddresses addresses = new ServiceAddresses();

  private ServedCluster(RealCluster cluster) {
    this.cluster = cluster;
  }

  /** Skips the test where no node can run. */
  public static void assumePossible() throws IOException {
    RealNode.assumePossible();
    ServerPrograms.with("kube-controller-manager");
  }

  /** Returns when the node is ready. */
  public static ServedCluster start() throws IOException {
    ServedCluster served = new ServedCluster(RealCluster.startWithControllers());
    try {
      served.serveApiServer();
      return served;
    } catch (IOException | RuntimeException e) {
      served.close();
      throw e;
    }
  }

  private void serveApiServer() throws IOException {
    addresses.startNameServer();
    addresses.forward(ControlPlane.SERVICE_ADDRESS, 443, () -> loopback(cluster.plane.port()));
  }

  private static InetSocketAddress loopback(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  /** The kubeconfig of the administrator. */
  public String kubeconfig() {
    return cluster.plane.kubeconfig().toString();
  }

  /** Imports an image as {@code docker save} writes it into the node. */
  public void importImage(Path archive) throws IOException {
    cluster.importImage(archive);
  }

  /** The address, with port, at which pods reach a port of this machine's loopback interface. */
  public String reachable(int port) throws IOException {
    addresses.forward(MACHINE, port, () -> loopback(port));
    return MACHINE + ":" + port;
  }

  /**
   * Serves the first port of a Service by its present pods, in turn.
   *
   * @return the URL of the Service by its address
   */
  public String serve(String namespace, String name) throws IOException {
    JsonNode spec =
        cluster
            .plane
            .call("GET", "/api/v1/namespaces/%s/services/%s".formatted(namespace, name), "")
            .path("spec");
    String address = spec.path("clusterIP").asString();
    int port = spec.path("ports").path(0).path("port").asInt();
    List<InetSocketAddress> targets = endpoints(namespace, name);
    AtomicInteger next = new AtomicInteger();
    addresses.forward(
        address, port, () -> targets.get(Math.floorMod(next.getAndIncrement(), targets.size())));
    addresses.name("%s.%s.svc".formatted(name, namespace), address);
    return "http://%s:%d".formatted(address, port);
  }

  /** The ready pods of a Service, with its first port. */
  public List<InetSocketAddress> endpoints(String namespace, String name) throws IOException {
    JsonNode slice =
        cluster
            .plane
            .call(
                "GET",
                "/apis/discovery.k8s.io/v1/namespaces/%s/endpointslices?labelSelector=kubernetes.io/service-name=%s"
                    .formatted(namespace, name),
                "")
            .path("items")
            .path(0);
    int port = slice.path("ports").path(0).path("port").asInt();
    return slice
        .path("endpoints")
        .valueStream()
        .filter(endpoint -> endpoint.path("conditions").path("ready").asBoolean())
        .map(endpoint -> new InetSocketAddress(endpoint.path("addresses").path(0).asString(), port))
        .toList();
  }

  @Override
  public void close() throws IOException {
    try (addresses) {
      cluster.close();
    }
  }
}

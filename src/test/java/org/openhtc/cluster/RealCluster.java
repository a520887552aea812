package org.openhtc.cluster;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.openhtc.testing.Command;
import org.openhtc.testing.TestFork;
import org.openhtc.testing.Timeouts;
import tools.jackson.databind.JsonNode;

/** A real cluster of one {@link RealNode}, which has the image of tests. */
public final class RealCluster implements AutoCloseable {
  /** The namespace of the pods. */
  public static final String NAMESPACE = "openhtc-jobs";

  /** The address at which pods reach this machine. */
  public static final String ADDRESS = NodeFiles.ADDRESS;

  final ControlPlane plane;

  private final RealNode node;

  private RealCluster(ControlPlane plane, RealNode node) {
    this.plane = plane;
    this.node = node;
  }

  /** Returns when the node is ready; skips the test where no node can run. */
  public static RealCluster start() throws IOException {
    return start(ControlPlane::start, RealCluster::createNamespace);
  }

  /** The same with controllers, so that Deployments have pods, and without the namespace. */
  static RealCluster startWithControllers() throws IOException {
    return start(ControlPlane::startForControllers, ControlPlane::startControllers);
  }

  private static RealCluster start(Start start, Preparation preparation) throws IOException {
    RealNode.assumePossible();
    Path directory = TestFork.path("real-cluster").toAbsolutePath();
    Command.run(Path.of("/"), "rm", "-rf", "--one-file-system", directory.toString());
    Path ofNode = Files.createDirectories(directory.resolve("node"));
    ControlPlane plane = start.in(directory.resolve("plane"));
    try {
      awaitCall(plane, "/api/v1/namespaces/kube-system");
      preparation.of(plane);
      plane.startScheduler();
      RealCluster cluster = new RealCluster(plane, RealNode.start(plane.kubeconfig(), ofNode));
      await().atMost(Timeouts.STEP).ignoreExceptions().until(cluster::isReady);
      return cluster;
    } catch (IOException | RuntimeException e) {
      plane.close();
      throw e;
    }
  }

  private interface Start {
    ControlPlane in(Path directory) throws IOException;
  }

  private interface Preparation {
    void of(ControlPlane plane) throws IOException;
  }

  private static void createNamespace(ControlPlane plane) throws IOException {
    plane.call("POST", "/api/v1/namespaces", "{\"metadata\":{\"name\":\"openhtc-jobs\"}}");
  }

  private static void awaitCall(ControlPlane plane, String path) {
    await()
        .atMost(Timeouts.STEP)
        .ignoreExceptions()
        .until(() -> !plane.call("GET", path, "").isEmpty());
  }

  private boolean isReady() throws IOException {
    JsonNode found = plane.call("GET", "/api/v1/nodes/" + RealNode.NAME, "");
    for (JsonNode condition : found.path("status").path("conditions")) {
      if (condition.path("type").asString("").equals("Ready")) {
        return condition.path("status").asString("").equals("True");
      }
    }
    return false;
  }

  /** The endpoint of a host with the account of the administrator. */
  public URI endpoint() {
    return plane.endpoint();
  }

  /** The names of all pods of the namespace. */
  public List<String> pods() throws IOException {
    List<String> names = new ArrayList<>();
    plane
        .call("GET", "/api/v1/namespaces/" + NAMESPACE + "/pods", "")
        .path("items")
        .forEach(pod -> names.add(pod.path("metadata").path("name").asString("")));
    return names;
  }

  /** Imports an image as {@code docker save} writes it into the node. */
  void importImage(Path archive) throws IOException {
    node.importImage(archive);
  }

  /** Kills the process of the pod with SIGKILL, as another program does. */
  public void kill(String pod) throws IOException {
    node.kill(pod);
  }

  @Override
  public void close() throws IOException {
    try {
      node.close();
    } finally {
      plane.close();
    }
  }
}

package org.openhtc.cluster;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.openhtc.execution.engine.FakeProgram;
import org.openhtc.testing.FreePort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A fake cluster with one namespace and, at first, one node of 8 vCPUs and 32 GiB. */
public final class FakeCluster implements AutoCloseable {
  public static final String NAMESPACE = "openhtc-jobs";

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String NAMESPACES = "/api/v1/namespaces";
  private static final String NODES = "/api/v1/nodes";
  private static final String IN_NAMESPACE = NAMESPACES + "/" + NAMESPACE;
  private static final String PODS = IN_NAMESPACE + "/pods";

  private final ClusterNodes nodes = new ClusterNodes(PODS);
  private final ClusterStore store = new ClusterStore(nodes::reconcile);
  private final ClusterFaults faults = new ClusterFaults();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final ClusterApi api = new ClusterApi(store, nodes, faults);
  private final InetSocketAddress address = freeAddress();
  private HttpServer server;

  private FakeCluster() {
    nodes.attach(store);
    server = listen();
    store.create(NAMESPACES, object("Namespace", NAMESPACE));
    addNode("node-1", 8, 32, 110);
  }

  public static FakeCluster start() {
    return new FakeCluster();
  }

  /** Free also for a restart: the kernel gives such a port to no connection meanwhile. */
  private static InetSocketAddress freeAddress() {
    try {
      return new InetSocketAddress(InetAddress.getLoopbackAddress(), FreePort.find());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private HttpServer listen() {
    try {
      HttpServer opened = HttpServer.create(address, 0);
      opened.setExecutor(threads);
      opened.createContext("/", api::handle);
      opened.start();
      return opened;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ObjectNode object(String kind, String name) {
    ObjectNode object = JSON.createObjectNode().put("kind", kind);
    object.putObject("metadata").put("name", name);
    return object;
  }

  /** Adds a ready node. */
  public void addNode(String name, int vcpus, int memoryGib, int pods) {
    addNode(name, vcpus, memoryGib, pods, "amd64");
  }

  /** Adds a ready node of an architecture, as Kubernetes names it. */
  public void addNode(String name, int vcpus, int memoryGib, int pods, String architecture) {
    ObjectNode node = object("Node", name);
    ((ObjectNode) node.withObjectProperty("metadata"))
        .putObject("labels")
        .put("kubernetes.io/arch", architecture);
    ObjectNode status = node.putObject("status");
    status
        .putObject("allocatable")
        .put("cpu", Integer.toString(vcpus))
        .put("memory", memoryGib + "Gi")
        .put("pods", Integer.toString(pods));
    status.putArray("conditions").addObject().put("type", "Ready").put("status", "True");
    store.create(NODES, node);
  }

  public void removeNode(String name) {
    synchronized (store) {
      store.delete(NODES, Objects.requireNonNull(store.find(NODES, name)), 0);
    }
  }

  /** The address of the API server, without TLS. */
  public URI server() {
    return URI.create("http://127.0.0.1:" + address.getPort());
  }

  /** Writes a kubeconfig into a directory, and returns the endpoint of a host with it. */
  public URI endpoint(Path directory) throws IOException {
    Path file = directory.resolve("kubeconfig-" + address.getPort());
    Files.writeString(
        file,
        """
        apiVersion: v1
        kind: Config
        current-context: test
        contexts: [{name: test, context: {cluster: test, user: openhtc}}]
        clusters: [{name: test, cluster: {server: '%s'}}]
        users: [{name: openhtc, user: {token: test-token}}]
        """
            .formatted(server()));
    return URI.create("kubernetes://" + file.toAbsolutePath());
  }

  /** Stops the API server; its objects remain. Open streams break. */
  public void stop() {
    server.stop(0);
  }

  /** Starts the API server again at its address. */
  public void restart() {
    server = listen();
  }

  /** Defines what a command does; by default it exits with 0. */
  public FakeCluster program(List<String> argv, FakeProgram program) {
    nodes.program(argv, program);
    return this;
  }

  /** Why no pod gets a node; null: each gets one. */
  public void unschedulable(@Nullable String message) {
    synchronized (store) {
      nodes.unschedulable(message);
      store.list(PODS).forEach(nodes::reconcile);
    }
  }

  /** Why no image can be pulled; null: each can. */
  public void unpullable(@Nullable String message) {
    nodes.unpullable(message);
  }

  /** A silent node does not end deleted pods. */
  public void silentNodes(boolean now) {
    nodes.silent(now);
  }

  /** The names of all pods. */
  public List<String> pods() {
    synchronized (store) {
      return store.list(PODS).stream().map(ClusterObject::name).toList();
    }
  }

  /** The objects of a kind in the namespace, such as {@code secrets}. */
  public List<JsonNode> objects(String kind) {
    String collection =
        kind.equals("networkpolicies")
            ? "/apis/networking.k8s.io/v1/namespaces/" + NAMESPACE + "/" + kind
            : IN_NAMESPACE + "/" + kind;
    synchronized (store) {
      return store.list(collection).stream().<JsonNode>map(o -> o.json().deepCopy()).toList();
    }
  }

  /** Adds a quota for the namespace. */
  public void quota(String cpu, String memory) {
    ObjectNode quota = object("ResourceQuota", "quota");
    quota.putObject("spec").putObject("hard").put("requests.cpu", cpu).put("limits.memory", memory);
    store.create(IN_NAMESPACE + "/resourcequotas", quota);
  }

  private ClusterObject existing(String pod) {
    return Objects.requireNonNull(store.find(PODS, pod), pod);
  }

  public void kill(String pod) {
    synchronized (store) {
      nodes.kill(existing(pod));
    }
  }

  /** Another program deletes the pod. */
  public void delete(String pod) {
    synchronized (store) {
      store.delete(PODS, existing(pod), 30);
    }
  }

  /** Another program deletes all secrets. */
  public void deleteSecrets() {
    String secrets = IN_NAMESPACE + "/secrets";
    synchronized (store) {
      List.copyOf(store.list(secrets)).forEach(secret -> store.delete(secrets, secret, 0));
    }
  }

  /** Another program adds a finalizer to the pod. */
  public void addFinalizer(String pod, String finalizer) {
    synchronized (store) {
      ((ArrayNode) existing(pod).metadata().withArrayProperty("finalizers")).add(finalizer);
      store.modified(PODS, existing(pod));
    }
  }

  public void removeFinalizers(String pod) {
    synchronized (store) {
      existing(pod).metadata().remove("finalizers");
      store.modified(PODS, existing(pod));
    }
  }

  /**
   * The cluster ends the pod.
   *
   * @param condition reason of the condition {@code DisruptionTarget}; null for none
   */
  public void disrupt(String pod, String reason, String message, @Nullable String condition) {
    synchronized (store) {
      nodes.disrupt(existing(pod), reason, message, condition);
    }
  }

  /** The node of the pod is gone. */
  public void lose(String pod) {
    synchronized (store) {
      nodes.lose(existing(pod));
    }
  }

  /** The next requests of that method, whose path contains this, get a status instead. */
  public void failNext(int requests, String method, String path, int code) {
    for (int i = 0; i < requests; i++) {
      faults.next(isOf(method, path), code);
    }
  }

  /** The action runs before the next request of that method, whose path contains this. */
  public void beforeNext(String method, String path, Runnable action) {
    faults.beforeNext(isOf(method, path), action);
  }

  private static Predicate<ClusterRequest> isOf(String method, String path) {
    return request ->
        request.method().equals(method)
            && (request.collection() + "/" + request.name()).contains(path);
  }

  /** The next page of a list, after its first one, gets status 410. */
  public void forgetNextPage() {
    faults.next(request -> !request.parameter("continue").isEmpty(), 410);
  }

  /** Ends all open streams. */
  public void cutStreams() {
    faults.cutStreams();
  }

  /** Streams lose changes if the count is 0, and send each one several times if it is above 1. */
  public void copiesOfChanges(int count) {
    faults.copies(count);
  }

  /** How many streams were opened. */
  public int streams() {
    return faults.streams();
  }

  /** Forgets the history of all objects. */
  public void compact() {
    store.compact();
  }

  /** The kinds of calls that were made. */
  public Set<ClusterCall> calls() {
    return api.calls().kinds();
  }

  /** How many calls were made, by verb and resource, such as {@code get pods/log}. */
  public Map<String, Integer> callCounts() {
    return api.calls().counts();
  }

  /** How many changes were sent to clients that watch. */
  public int changesSent() {
    return api.calls().changes();
  }

  /** How many responses to changes had more than the metadata of the object. */
  public int wholeObjectsSent() {
    return api.calls().wholeObjects();
  }

  /** Counts the calls from now on. */
  public void countCalls() {
    api.calls().reset();
  }

  /** Objects of one page of a list at most. */
  public void page(int size) {
    faults.page(size);
  }

  /** Why no pod may be created; null: pods may. */
  public void refusePods(@Nullable String message) {
    faults.refusal(message);
  }

  @Override
  public void close() {
    faults.cutStreams();
    server.stop(0);
    threads.shutdownNow();
  }
}

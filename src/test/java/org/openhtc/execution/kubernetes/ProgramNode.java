package org.openhtc.execution.kubernetes;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import org.openhtc.execution.engine.EngineException;
import org.openhtc.execution.engine.FakeProgram;
import org.openhtc.execution.http.HttpResponse;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MappingIterator;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * A node of a real API server that runs the programs of a test in the place of containers: it
 * watches its pods, reports their states and serves their logs, as a kubelet does.
 */
final class ProgramNode implements AutoCloseable {
  static final String NAME = "localhost";
  private static final ObjectReader CHANGES = JsonMapper.shared().readerFor(JsonNode.class);
  private static final int KILLED = 137;
  private static final Duration PAUSE = Duration.ofMillis(50);

  private final ApiServer server;
  private final ClusterPaths paths;
  private final HttpsServer logServer;
  private final Clock clock = Clock.systemUTC();
  private final Map<List<String>, FakeProgram> programs = new ConcurrentHashMap<>();
  private final Map<String, List<String>> logs = new ConcurrentHashMap<>();
  private final Map<String, String> started = new ConcurrentHashMap<>();
  private final Set<String> ended = new HashSet<>();
  private volatile boolean isClosed;
  private volatile boolean isSilent;

  private ProgramNode(ApiServer server, ClusterPaths paths, HttpsServer logServer) {
    this.server = server;
    this.paths = paths;
    this.logServer = logServer;
  }

  /**
   * @param keys with server-cert.pem and server-key.pem
   */
  static ProgramNode start(ApiServer server, ClusterPaths paths, Path keys) throws IOException {
    HttpsServer logServer =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    logServer.setHttpsConfigurator(
        new HttpsConfigurator(
            ClusterTls.context(
                null,
                Files.readAllBytes(keys.resolve("server-cert.pem")),
                Files.readAllBytes(keys.resolve("server-key.pem")))));
    logServer.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    ProgramNode node = new ProgramNode(server, paths, logServer);
    logServer.createContext("/containerLogs/", node::serveLog);
    logServer.start();
    node.register(logServer.getAddress().getPort());
    Thread.ofVirtual().name("node").start(node::run);
    return node;
  }

  private void register(int port) throws IOException {
    Map<String, Object> amounts =
        Map.of("cpu", "8", "memory", "32Gi", "pods", "110", "ephemeral-storage", "100Gi");
    server.create(
        ApiCall.FACTS,
        "/api/v1/nodes",
        Map.of(
            "kind", "Node",
            "apiVersion", "v1",
            "metadata",
                Map.of(
                    "name",
                    NAME,
                    "labels",
                    Map.of("kubernetes.io/arch", "amd64", "kubernetes.io/os", "linux"))));
    server.patch(
        ApiCall.FACTS,
        "/api/v1/nodes/%s/status".formatted(NAME),
        ApiServer.Patch.MERGE,
        Map.of(
            "status",
            Map.of(
                "allocatable", amounts,
                "capacity", amounts,
                "conditions", List.of(Map.of("type", "Ready", "status", "True")),
                "addresses", List.of(Map.of("type", "Hostname", "address", NAME)),
                "daemonEndpoints", Map.of("kubeletEndpoint", Map.of("Port", port)))));
  }

  void program(List<String> argv, FakeProgram program) {
    programs.put(argv, program);
  }

  /** Lists and watches until it is closed; a stream that breaks begins again. */
  private void run() {
    while (!isClosed) {
      try {
        JsonNode list = server.get(ApiCall.LIST, paths.pods());
        list.path("items").forEach(pod -> reconcile(new Pod(pod)));
        String version = list.path("metadata").path("resourceVersion").asString("");
        follow(version);
      } catch (EngineException | JacksonException e) {
        LockSupport.parkNanos(PAUSE.toNanos()); // the server is being restarted
      }
    }
  }

  private void follow(String version) {
    String path = paths.pods() + "?watch=1&timeoutSeconds=60&resourceVersion=" + version;
    try (HttpResponse stream = server.open(ApiCall.WATCH, path)) {
      MappingIterator<JsonNode> changes = CHANGES.readValues(stream.body());
      while (changes.hasNextValue()) {
        JsonNode change = changes.nextValue();
        if (!change.path("type").asString("").equals("DELETED")) {
          reconcile(new Pod(change.path("object")));
        }
      }
    }
  }

  private void reconcile(Pod pod) {
    if (isSilent || !pod.node().equals(NAME)) {
      return;
    }
    try {
      if (pod.isOver() || ended.contains(pod.uid())) {
        confirmDeletion(pod);
      } else if (!started.containsKey(pod.uid())) {
        begin(pod);
      } else if (pod.deletedBy() != null) {
        end(pod, program(pod).exitCodeOnTerm(), "Error", "");
        confirmDeletion(pod);
      } else if (pod.json().path("spec").path("activeDeadlineSeconds").asInt(0) == 1) {
        end(pod, program(pod).exitCodeOnTerm(), "Error", "DeadlineExceeded");
      }
    } catch (IOException e) {
      throw new EngineException.Unreachable("a report failed", e); // the next list has the pod
    }
  }

  /** As a kubelet: the pod's containers are gone. */
  private void confirmDeletion(Pod pod) {
    if (pod.deletedBy() != null) {
      server.delete(
          ApiCall.REMOVE,
          paths.pod(pod.name()),
          Map.of("gracePeriodSeconds", 0, "preconditions", Map.of("uid", pod.uid())));
    }
  }

  private FakeProgram program(Pod pod) {
    List<String> argv = new ArrayList<>();
    pod.json()
        .path("spec")
        .path("containers")
        .path(0)
        .path("args")
        .forEach(argument -> argv.add(argument.asString("").replace("$$", "$")));
    return programs.getOrDefault(argv, FakeProgram.exits(0));
  }

  private void begin(Pod pod) throws IOException {
    FakeProgram program = program(pod);
    String now = now();
    started.put(pod.uid(), now);
    String refusal = program.refusal();
    if (refusal != null) {
      ended.add(pod.uid());
      report(
          pod,
          "Failed",
          "",
          Map.of(
              "terminated", Map.of("exitCode", 128, "reason", "StartError", "message", refusal)));
      return;
    }
    Instant at = clock.instant();
    List<String> lines = new ArrayList<>();
    for (String line : program.prints()) {
      lines.add(at.plusNanos(lines.size() + 1L) + " " + line + "\n");
    }
    logs.put(pod.name(), lines);
    report(pod, "Running", "", Map.of("running", Map.of("startedAt", now)));
    Integer exitCode = program.exitCode();
    if (exitCode != null) {
      String ordinary = exitCode == 0 ? "Completed" : "Error";
      end(pod, exitCode, program.outOfMemory() ? "OOMKilled" : ordinary, "");
    }
  }

  /** From now on it reports nothing, as a node without a connection. */
  void silence() {
    isSilent = true;
  }

  /** Another program kills the process of the pod. */
  void kill(Pod pod) throws IOException {
    end(pod, KILLED, "Error", "");
  }

  private void end(Pod pod, int exitCode, String reason, String podReason) throws IOException {
    ended.add(pod.uid());
    report(
        pod,
        exitCode == 0 ? "Succeeded" : "Failed",
        podReason,
        Map.of(
            "terminated",
            Map.of(
                "exitCode",
                exitCode,
                "reason",
                reason,
                "startedAt",
                started.getOrDefault(pod.uid(), now()),
                "finishedAt",
                now())));
  }

  private void report(Pod pod, String phase, String reason, Map<String, Object> state)
      throws IOException {
    server.patch(
        ApiCall.START,
        paths.pod(pod.name()) + "/status",
        ApiServer.Patch.MERGE,
        Map.of(
            "metadata", Map.of("uid", pod.uid()),
            "status",
                Map.of(
                    "phase",
                    phase,
                    "reason",
                    reason,
                    "startTime",
                    started.getOrDefault(pod.uid(), now()),
                    "containerStatuses",
                    List.of(
                        Map.of(
                            "name",
                            "job",
                            "image",
                            "",
                            "imageID",
                            "",
                            "ready",
                            false,
                            "restartCount",
                            0,
                            "state",
                            state)))));
  }

  private String now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private void serveLog(HttpExchange exchange) throws IOException {
    try (exchange) {
      String pod = exchange.getRequestURI().getPath().split("/")[3];
      byte[] log =
          String.join("", logs.getOrDefault(pod, List.of())).getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, log.length == 0 ? -1 : log.length);
      if (log.length > 0) {
        exchange.getResponseBody().write(log);
      }
    }
  }

  @Override
  public void close() {
    isClosed = true;
    logServer.stop(0);
  }
}

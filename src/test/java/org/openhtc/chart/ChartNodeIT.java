package org.openhtc.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.openhtc.testing.TestTask.script;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openhtc.cluster.ServedCluster;
import org.openhtc.testing.ApiClient;
import org.openhtc.testing.DockerUser;
import org.openhtc.testing.StorageScript;
import org.openhtc.testing.TestFork;
import org.openhtc.testing.TestTask;
import org.openhtc.testing.Timeouts;
import tools.jackson.databind.JsonNode;

/**
 * The chart in a real cluster of one node, on which its processes and their jobs are pods. Making
 * the image takes most of the time.
 */
@Tag("by-name-only")
class ChartNodeIT {
  private static final String KEY = "chart-administrator-key-0123456789";

  /** The wget of a static busybox resolves no names. */
  private static final String WRITE_OUTPUT =
      """
      echo "$RESCALE_HTC_API_URL"
      name=${RESCALE_HTC_API_URL#http://}; name=${name%%:*}
      address=$(nslookup "$name.cluster.local" | sed -n '/^Name/,$ s/^Address: *//p')
      API=http://$address:${RESCALE_HTC_API_URL##*:}
      put "$(url $task out.txt)" "output of a pod"
      """;

  @TempDir private static Path directory;
  private static Helm helm;
  private static ServedCluster cluster;
  private static ClusterObjects objects;
  private static OutsideServices outside;

  @BeforeAll
  static void start() throws IOException {
    helm = Helm.find();
    ServedCluster.assumePossible();
    DockerUser.needsRegistry();
    ServiceImage.assumePossible();
    Path archive = Files.createDirectories(TestFork.path("chart-node")).resolve("image.tar");
    ServiceImage.save(archive);
    cluster = ServedCluster.start();
    cluster.importImage(archive);
    Files.delete(archive);
    objects = ClusterObjects.of(cluster.kubeconfig());
    outside = OutsideServices.start(directory);
  }

  @AfterAll
  static void stop() throws IOException {
    if (cluster != null) {
      cluster.close();
    }
    if (outside != null) {
      outside.close();
    }
  }

  @Test
  void processesOfAReleaseRunJobsOfTheirClusterAndLeaveNothing() throws Exception {
    makeNamespace();
    Set<String> before = objects.all();
    install();
    ApiClient api = readyProcesses().getFirst();
    outside.startRegistry(cluster.serve("openhtc", "openhtc"), api);
    runJobs(TestTask.in(api));
    drain(api);
    helm("uninstall", "openhtc", "--wait", "--timeout", "2m");
    await().atMost(Timeouts.STEP).until(() -> objects.all().equals(before));
  }

  private static void makeNamespace() throws IOException {
    objects.post("api/v1/namespaces", Map.of("metadata", Map.of("name", "openhtc")));
    makeSecret(
        "openhtc-keys",
        Map.of("encryption-secret", "0123456789abcdef0123456789abcdef", "bootstrap-api-key", KEY));
    for (var secret : outside.secrets(cluster).entrySet()) {
      makeSecret(secret.getKey(), secret.getValue());
    }
    await()
        .atMost(Timeouts.STEP)
        .until(() ->
            objects
                .all()
                .containsAll(
                    List.of(
                        "openhtc/serviceaccounts/default", "openhtc/configmaps/kube-root-ca.crt")));
  }

  private static void makeSecret(String name, Map<String, String> content) throws IOException {
    objects.post(
        "api/v1/namespaces/openhtc/secrets",
        Map.of("metadata", Map.of("name", name), "stringData", content));
  }

  /** With two processes, by default. */
  private static void install() throws IOException {
    Path values = directory.resolve("values.yaml");
    Files.writeString(
        values,
        outside.values(cluster)
            + """
            image: {repository: %s, tag: "%s"}
            """
                .formatted(ServiceImage.REPOSITORY, ServiceImage.TAG));
    helm(
        "install",
        "openhtc",
        Helm.CHART,
        "--values",
        values.toString(),
        "--wait",
        "--timeout",
        "8m");
  }

  private static void helm(String... command) throws IOException {
    List<String> all = new ArrayList<>(List.of(command));
    all.addAll(List.of("--namespace", "openhtc", "--kubeconfig", cluster.kubeconfig()));
    helm.run(all.toArray(String[]::new));
  }

  /** An administrator's client of each process, all of which have the cluster as a host. */
  private static List<ApiClient> readyProcesses() throws IOException {
    List<ApiClient> clients =
        cluster.endpoints("openhtc", "openhtc").stream().map(ChartNodeIT::client).toList();
    assertThat(clients).hasSize(2);
    for (ApiClient client : clients) {
      ApiClient health = client.withoutBasePath();
      await()
          .atMost(Timeouts.STEP)
          .ignoreExceptions()
          .until(() -> health.status("/actuator/health/readiness") == 200);
      await()
          .atMost(Timeouts.STEP)
          .untilAsserted(() -> {
            JsonNode host = client.get("/admin/hosts/cluster").body();
            assertThat(host.path("takesJobs").asBoolean()).as("%s", host).isTrue();
          });
    }
    return clients;
  }

  private static ApiClient client(InetSocketAddress address) {
    return ApiClient.at(address.getHostString(), address.getPort()).withKey(KEY);
  }

  private static void runJobs(TestTask task) throws Exception {
    String image = DockerUser.pushBusybox(task);
    Map<String, Object> definition = script(StorageScript.TOOLS + WRITE_OUTPUT);
    definition.put("imageName", image);
    String batch = task.submit(1, definition);
    task.awaitStatus(batch, 0, "SUCCEEDED");
    assertThat(task.log(batch, 0))
        .startsWith("http://openhtc.openhtc.svc:8080/api/v1")
        .anyMatch(line -> line.contains("HTTP/1.1 200"));
    assertThat(output(task)).isEqualTo("output of a pod");
    definition.put("commands", List.of("sh", "-c", "echo one; echo two >&2; exit 7"));
    String failed = task.submit(1, definition);
    assertThat(task.awaitStatus(failed, 0, "FAILED").path("statusReason").asString()).contains("7");
    // The node reads both streams on their own, and stamps what it reads.
    assertThat(task.log(failed, 0)).containsExactlyInAnyOrder("one", "two");
  }

  private static String output(TestTask task) throws Exception {
    String query = "/storage/presigned-url?method=GET&filePath=out.txt";
    URI url = URI.create(task.api.get(task.path + query).text("url"));
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString()).body();
    }
  }

  /** Of processes that remain because the test has failed, in the directory of the test run. */
  @AfterEach
  void keepLogs() throws IOException {
    for (JsonNode pod : objects.get("api/v1/namespaces/openhtc/pods").path("items")) {
      String name = pod.path("metadata").path("name").asString();
      Files.writeString(
          TestFork.path("chart-node").resolve(name + ".log"), objects.log("openhtc", name));
    }
  }

  /** The guide drains the host, and waits until it has no pods. */
  private static void drain(ApiClient api) {
    assertThat(api.post("/admin/hosts/cluster/drain", "").status()).isLessThan(300);
    await()
        .atMost(Timeouts.STEP)
        .until(() -> objects.get("api/v1/namespaces/openhtc-jobs/pods").path("items").isEmpty());
  }
}

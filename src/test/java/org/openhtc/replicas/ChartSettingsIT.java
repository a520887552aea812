package org.openhtc.replicas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openhtc.chart.Manifests;
import org.openhtc.embedded.SharedObjectStore;
import org.openhtc.storage.ObjectStoreConnection;
import org.openhtc.testing.ApiClient;
import org.openhtc.testing.FreePort;
import org.openhtc.testing.Timeouts;
import org.openhtc.testing.UnpackedService;
import tools.jackson.databind.JsonNode;

/** A process with the files and variables of the Helm chart's container, outside of a cluster. */
class ChartSettingsIT {
  private static final String KEY = "chart-administrator-key-0123456789";

  @TempDir private Path directory;
  private int port;
  private ClusterDatabase database;
  private SharedObjectStore store;
  private Process process;

  @BeforeEach
  void start() throws IOException {
    List<String> command = new ArrayList<>(List.of(UnpackedService.java(), "-Xmx320m"));
    command.add("-Djava.io.tmpdir=" + Files.createDirectories(directory.resolve("tmp")));
    command.addAll(UnpackedService.quickStart());
    command.addAll(List.of("-jar", UnpackedService.jar().toAbsolutePath().toString()));
    port = FreePort.find();
    database = ClusterDatabase.start(directory.resolve("postgres"));
    store = SharedObjectStore.start(Files.createDirectories(directory.resolve("store")));
    Manifests manifests = Manifests.plain();
    Path home = Files.createDirectories(directory.resolve("home"));
    Files.writeString(
        Files.createDirectories(home.resolve("config")).resolve("application.yaml"),
        settings(manifests));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(home.toFile())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("service.log").toFile());
    builder.environment().putAll(secrets(manifests));
    builder.environment().put("OPENHTC_HOME", home.toString());
    builder.environment().put("OPENHTC_PORT", Integer.toString(port));
    process = builder.start();
  }

  /** Those of the chart, with the address of the store. */
  private String settings(Manifests manifests) {
    ObjectStoreConnection connection = store.connection();
    return manifests
        .settingsFile()
        .replace("https://s3.example.org", Objects.toString(connection.endpoint()))
        .replace("bucket: openhtc", "bucket: " + connection.bucket());
  }

  /** A value for each variable that the chart reads from a Secret. */
  private Map<String, String> secrets(Manifests manifests) {
    ObjectStoreConnection connection = store.connection();
    Map<String, String> values =
        Map.of(
            "SPRING_DATASOURCE_URL",
            "jdbc:postgresql://127.0.0.1:%d/postgres".formatted(database.port()),
            "SPRING_DATASOURCE_USERNAME",
            "postgres",
            "SPRING_DATASOURCE_PASSWORD",
            "postgres",
            "OPENHTC_ENCRYPTIONSECRET",
            "0123456789abcdef0123456789abcdef",
            "OPENHTC_BOOTSTRAPAPIKEY",
            KEY,
            "OPENHTC_AUTH_METRICSTOKEN",
            "metrics-token-0123456789abcdef0123",
            "OPENHTC_STORAGE_ACCESSKEY",
            connection.accessKey(),
            "OPENHTC_STORAGE_SECRETKEY",
            connection.secretKey());
    assertThat(values.keySet()).containsExactlyInAnyOrderElementsOf(manifests.variables());
    return values;
  }

  @AfterEach
  void stop() throws IOException {
    process.destroyForcibly().onExit().join();
    store.close();
    database.close();
  }

  @Test
  void processIsReadyAndHasTheClusterAsItsHost() {
    ApiClient client = ApiClient.at(port);
    await()
        .atMost(Timeouts.MANY_JOBS)
        .ignoreExceptions()
        .until(() -> client.withoutBasePath().status("/actuator/health/readiness") == 200);
    assertThat(client.withoutBasePath().status("/actuator/health/liveness")).isEqualTo(200);
    JsonNode host = client.withKey(KEY).get("/admin/hosts/cluster").body();
    assertThat(host.path("kind").asString()).isEqualTo("KUBERNETES");
    assertThat(host.path("kubernetes").path("namespace").asString()).isEqualTo("openhtc-jobs");
    await()
        .atMost(Timeouts.STEP)
        .until(() ->
            client
                .withKey(KEY)
                .get("/admin/hosts/cluster")
                .text("healthReason")
                .contains("does not run in a cluster"));
    assertThat(directory.resolve("home"))
        .isDirectoryNotContaining(file -> file.endsWith("store") || file.endsWith("registry"));
  }
}

package org.openhtc.chart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.openhtc.cluster.ServedCluster;
import org.openhtc.embedded.SharedObjectStore;
import org.openhtc.replicas.ClusterDatabase;
import org.openhtc.replicas.TokenServer;
import org.openhtc.storage.ObjectStoreConnection;
import org.openhtc.testing.ApiClient;
import org.openhtc.testing.FreePort;

/** What the chart does not contain: a database, a store and a registry on this machine. */
final class OutsideServices implements AutoCloseable {
  private final Path directory;
  private final ClusterDatabase database;
  private final SharedObjectStore store;
  private final TokenServer tokens;
  private final int registryPort;
  private @Nullable Process registry;

  private OutsideServices(Path directory) throws IOException {
    this.directory = directory;
    this.database = ClusterDatabase.start(directory.resolve("postgres"));
    this.store = SharedObjectStore.start(Files.createDirectories(directory.resolve("store")));
    this.tokens = TokenServer.start();
    this.registryPort = FreePort.find();
  }

  /** Starts the database and the store with its token service. */
  static OutsideServices start(Path directory) throws IOException {
    return new OutsideServices(directory);
  }

  /**
   * The values of the chart for them, and for a network without policies. Unlike pods, nodes are
   * this machine.
   */
  String values(ServedCluster cluster) throws IOException {
    ObjectStoreConnection connection = store.connection();
    return """
    storage: {endpoint: "http://%s", bucket: %s}
    registry: {host: "127.0.0.1:%d", url: "http://%s"}
    settings:
      execution: {require-isolation: false}
      storage: {sts: {endpoint: "http://%s"}}
    """
        .formatted(
            cluster.reachable(Objects.requireNonNull(connection.endpoint()).getPort()),
            connection.bucket(),
            registryPort,
            cluster.reachable(registryPort),
            cluster.reachable(tokens.endpoint().getPort()));
  }

  /** The content of the Secrets of the chart, by their names. */
  Map<String, Map<String, String>> secrets(ServedCluster cluster) throws IOException {
    ObjectStoreConnection connection = store.connection();
    String url = "jdbc:postgresql://%s/postgres".formatted(cluster.reachable(database.port()));
    return Map.of(
        "openhtc-database",
        Map.of("url", url, "username", "postgres", "password", "postgres"),
        "openhtc-storage",
        Map.of("access-key", connection.accessKey(), "secret-key", connection.secretKey()));
  }

  /**
   * Starts the registry, which needs the certificates of the service.
   *
   * @param url of the service without the path of the API, for engines
   */
  void startRegistry(String url, ApiClient service) throws IOException {
    Path certificates = directory.resolve("certificates.pem");
    Files.writeString(certificates, service.withoutBasePath().plain("/registry/certificates.pem"));
    Path configuration = directory.resolve("registry.yaml");
    Files.writeString(
        configuration,
        """
        version: 0.1
        storage: {filesystem: {rootdirectory: %s}, delete: {enabled: true}}
        http: {addr: "127.0.0.1:%d"}
        auth:
          token: {realm: "%s/registry/token", service: openhtc, issuer: openhtc, rootcertbundle: %s}
        """
            .formatted(directory.resolve("images"), registryPort, url, certificates));
    registry =
        new ProcessBuilder("docker-registry", "serve", configuration.toString())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("registry.log").toFile())
            .start();
  }

  @Override
  public void close() throws IOException {
    if (registry != null) {
      registry.destroyForcibly().onExit().join();
    }
    tokens.close();
    store.close();
    database.close();
  }
}

package org.openhtc.testing;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.openhtc.storage.ObjectStoreConnection;
import org.springframework.util.FileSystemUtils;

/** A MinIO server with an empty bucket. */
public final class MinioServer implements AutoCloseable {
  private static final String USER = "minio-test-root";
  private static final String PASSWORD = "minio-test-password";
  private static final String BUCKET = "openhtc";

  private final Process process;
  private final Path data;
  private final int port;

  private MinioServer(Process process, Path data, int port) {
    this.process = process;
    this.data = data;
    this.port = port;
  }

  /** Skips the test, with the reason, where the program is not installed. */
  public static MinioServer start() throws IOException {
    Optional<String> program = program();
    Assumptions.assumeTrue(
        program.isPresent(),
        "skipped: no second S3 server; install minio (go install github.com/minio/minio@latest)"
            + " or name it in OPENHTC_TEST_MINIO");
    Path data = Files.createTempDirectory("openhtc-minio");
    Files.createDirectory(data.resolve(BUCKET)); // a top-level folder is a bucket
    int port = FreePort.find();
    ProcessBuilder builder =
        new ProcessBuilder(
            program.get(), "server", data.toString(), "--address", "127.0.0.1:" + port);
    builder.environment().put("MINIO_ROOT_USER", USER);
    builder.environment().put("MINIO_ROOT_PASSWORD", PASSWORD);
    builder.environment().put("MINIO_BROWSER", "off");
    builder.redirectErrorStream(true).redirectOutput(data.resolve(".log").toFile());
    MinioServer server = new MinioServer(builder.start(), data, port);
    await().atMost(Timeouts.STEP).until(server::acceptsConnections);
    return server;
  }

  public ObjectStoreConnection connection() {
    URI endpoint = URI.create("http://127.0.0.1:" + port);
    return new ObjectStoreConnection(endpoint, "us-east-1", BUCKET, USER, PASSWORD);
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
    FileSystemUtils.deleteRecursively(data.toFile());
  }

  private boolean acceptsConnections() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  private static Optional<String> program() {
    String named = System.getenv("OPENHTC_TEST_MINIO");
    if (named != null) {
      return Optional.of(named);
    }
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
        .map(folder -> folder + "/minio")
        .filter(file -> Files.isExecutable(Path.of(file)))
        .findFirst();
  }
}

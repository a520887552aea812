package org.openhtc.testing;

import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.AuthConfig;
import com.github.dockerjava.api.model.PushResponseItem;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.util.FileSystemUtils;

/** A registry of one image that requires no token, and that a test can stop and start. */
public final class OpenRegistry implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final DockerClient docker;
  private final Path directory;
  private final int port;
  private Process process;

  private OpenRegistry(DockerClient docker, Path directory, int port) throws IOException {
    this.docker = docker;
    this.directory = directory;
    this.port = port;
    this.process = launch();
  }

  /**
   * Starts a registry that has an image of the engine, whose name there is removed from the engine.
   * Skips the test if there is no registry program.
   */
  public static OpenRegistry offering(DockerClient docker, String image) throws IOException {
    DockerUser.needsRegistry();
    OpenRegistry registry =
        new OpenRegistry(docker, Files.createTempDirectory("openhtc-registry"), freePort());
    registry.awaitReachable();
    registry.push(image);
    return registry;
  }

  /** The name of the image in pull requests. */
  public String image() {
    return "127.0.0.1:%d/openhtc-test/offered:1".formatted(port);
  }

  public void stop() {
    try {
      process.destroyForcibly().waitFor();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  public void start() throws IOException {
    process = launch();
    awaitReachable();
  }

  /** Also removes the image's name from the engine. */
  @Override
  public void close() throws IOException {
    stop();
    forget();
    FileSystemUtils.deleteRecursively(directory);
  }

  private Process launch() throws IOException {
    Path configuration = directory.resolve("config.yml");
    Files.writeString(
        configuration,
        """
        version: 0.1
        storage: {filesystem: {rootdirectory: %s}}
        http: {addr: "127.0.0.1:%d"}
        """
            .formatted(directory.resolve("images"), port));
    return new ProcessBuilder("docker-registry", "serve", configuration.toString())
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve("log").toFile())
        .start();
  }

  private void push(String image) {
    String name = image().substring(0, image().lastIndexOf(':'));
    docker.tagImageCmd(image, name, "1").exec();
    try {
      docker
          .pushImageCmd(name)
          .withTag("1")
          .withAuthConfig(new AuthConfig())
          .exec(new ResultCallback.Adapter<PushResponseItem>())
          .awaitCompletion();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    forget();
  }

  private void forget() {
    try {
      docker.removeImageCmd(image()).withNoPrune(true).exec();
    } catch (NotFoundException notHeld) {
      // there is no such name
    }
  }

  private void awaitReachable() {
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(() -> {
          new Socket("127.0.0.1", port).close();
          return true;
        });
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}

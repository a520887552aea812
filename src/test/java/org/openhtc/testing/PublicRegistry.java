package org.openhtc.testing;

import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.AuthConfig;
import com.github.dockerjava.api.model.PushResponseItem;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.util.FileSystemUtils;

/** A registry with one image that requires no token; a test may stop and start it. */
public final class PublicRegistry implements AutoCloseable {
  private final DockerClient docker;
  private final Path directory;
  private final int port;
  private Process process;

  private PublicRegistry(DockerClient docker, Path directory, int port) throws IOException {
    this.docker = docker;
    this.directory = directory;
    this.port = port;
    this.process = launch();
  }

  /**
   * Starts a registry and pushes an image of the engine to it; the engine keeps no name of that
   * registry. Skips the test where no registry program is installed.
   */
  public static PublicRegistry offering(DockerClient docker, String image) throws IOException {
    DockerUser.needsRegistry();
    PublicRegistry registry =
        new PublicRegistry(docker, Files.createTempDirectory("openhtc-registry"), FreePort.find());
    registry.awaitConnection();
    registry.push(image);
    return registry;
  }

  /** The name by which an engine pulls the image. */
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
    awaitConnection();
  }

  /** Also removes the name of the image from the engine. */
  @Override
  public void close() throws IOException {
    stop();
    removeImage();
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
    removeImage();
  }

  private void removeImage() {
    try {
      docker.removeImageCmd(image()).withNoPrune(true).exec();
    } catch (NotFoundException notHeld) {
      // the goal is reached
    }
  }

  private void awaitConnection() {
    await()
        .atMost(Timeouts.STEP)
        .ignoreExceptions()
        .until(() -> {
          new Socket("127.0.0.1", port).close();
          return true;
        });
  }
}

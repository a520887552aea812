package org.openhtc.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.AuthConfig;
import com.github.dockerjava.api.model.PullResponseItem;
import com.github.dockerjava.api.model.PushResponseItem;
import com.github.dockerjava.api.model.ResponseItem;
import com.google.common.net.HostAndPort;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/** A Docker client that logs in to the registry of a project; a refused operation throws. */
public final class DockerUser implements AutoCloseable {

  private final DockerClient docker;
  private final String registry;
  private final AuthConfig login;

  private DockerUser(DockerClient docker, String registry, String password) {
    this.docker = docker;
    this.registry = registry;
    this.login =
        new AuthConfig()
            .withRegistryAddress(host(registry))
            .withUsername("AWS")
            .withPassword(password);
  }

  /** Skips the test where the registry that the service starts is not installed. */
  public static void needsRegistry() {
    try {
      Command.run(Path.of("/"), "sh", "-c", "command -v docker-registry");
    } catch (IOException notThere) {
      Assumptions.abort("skipped: no docker-registry");
    }
  }

  /**
   * A user of the registry of a project, not yet logged in.
   *
   * @param project id of the project
   */
  public static DockerUser of(ApiClient api, String project) {
    String path = "/htc/projects/" + project;
    return with(
        api.get(path).text("containerRegistry"), api.plain(path + "/container-registry/token"));
  }

  /** Pushes busybox to the registry of the task's project; returns the image as a job names it. */
  public static String pushBusybox(TestTask task) throws IOException {
    String path = task.project() + "/container-registry/repo/app";
    assertThat(task.api.post(path, "").status()).isEqualTo(200);
    try (DockerUser docker = of(task.api, task.projectId().toString())) {
      docker.login();
      docker.push(TestImages.BUSYBOX, "app", "1");
    }
    return "app:1";
  }

  /**
   * Waits until the registry accepts connections, because it starts after the service.
   *
   * @param registry the prefix of the names of the project's images
   */
  public static DockerUser with(String registry, String password) {
    TestImages.busybox(TestEngine.ENDPOINT);
    HostAndPort address = HostAndPort.fromString(host(registry));
    Awaitility.await(registry).atMost(Timeouts.STEP).until(() -> accepts(address));
    return new DockerUser(TestImages.client(TestEngine.ENDPOINT), registry, password);
  }

  private static String host(String registry) {
    return registry.substring(0, registry.indexOf('/'));
  }

  private static boolean accepts(HostAndPort address) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address.getHost(), address.getPortOrDefault(443)), 1000);
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  /** The prefix of the names of the project's images. */
  public String registry() {
    return registry;
  }

  public void login() {
    docker.authCmd().withAuthConfig(login).exec();
  }

  /** Pushes an image of the engine under another name and removes that name from the engine. */
  public void push(String image, String repository, String tag) {
    String name = registry + repository;
    docker.tagImageCmd(image, name, tag).exec();
    try {
      await(
          docker
              .pushImageCmd(name)
              .withTag(tag)
              .withAuthConfig(login)
              .exec(new ErrorReader<PushResponseItem>()));
    } finally {
      docker.removeImageCmd(name + ":" + tag).withNoPrune(true).exec();
    }
  }

  /** Pulls an image and removes its name from the engine. */
  public void pull(String name) {
    await(
        docker.pullImageCmd(name).withAuthConfig(login).exec(new ErrorReader<PullResponseItem>()));
    removeName(name);
  }

  /** Removes a name of an image from the engine, if the engine has it. */
  public void removeName(String name) {
    try {
      docker.removeImageCmd(name).withNoPrune(true).exec();
    } catch (NotFoundException alreadyRemoved) {
      // the goal is reached
    }
  }

  /**
   * Removes the images of the project's registry from the engine, also those that a host pulled.
   */
  @Override
  public void close() throws IOException {
    docker.listImagesCmd().exec().stream()
        .filter(image -> image.getRepoDigests() != null)
        .flatMap(image -> Stream.of(image.getRepoDigests()))
        .filter(name -> name.startsWith(registry))
        .forEach(this::removeName);
    docker.close();
  }

  private static void await(ErrorReader<?> result) {
    try {
      result.awaitCompletion();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    String error = result.error.get();
    if (error != null) {
      throw new IllegalStateException(error);
    }
  }

  private static final class ErrorReader<T extends ResponseItem> extends ResultCallback.Adapter<T> {
    final AtomicReference<@Nullable String> error = new AtomicReference<>();

    @Override
    public void onNext(T item) {
      if (item.getErrorDetail() != null) {
        error.set(item.getErrorDetail().getMessage());
      }
    }
  }
}

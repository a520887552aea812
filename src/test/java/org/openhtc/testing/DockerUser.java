package org.openhtc.testing;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.AuthConfig;
import com.github.dockerjava.api.model.PullResponseItem;
import com.github.dockerjava.api.model.PushResponseItem;
import com.github.dockerjava.api.model.ResponseItem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/** A user that logs in to a project's registry with Docker. Refusals are thrown. */
public final class DockerUser implements AutoCloseable {

  private final DockerClient docker;
  private final String registry;
  private final AuthConfig login;

  private DockerUser(DockerClient docker, String registry, String password) {
    this.docker = docker;
    this.registry = registry;
    this.login =
        new AuthConfig()
            .withRegistryAddress(registry.substring(0, registry.indexOf('/')))
            .withUsername("AWS")
            .withPassword(password);
  }

  /** Skips the test if the service can't run an embedded registry. */
  public static void needsRegistry() {
    try {
      Command.run(Path.of("/"), "sh", "-c", "command -v docker-registry");
    } catch (IOException notThere) {
      Assumptions.abort("skipped: no docker-registry");
    }
  }

  /**
   * A user of a project's registry; sends no request yet.
   *
   * @param project id of the project
   */
  public static DockerUser of(ApiClient api, String project) {
    String path = "/htc/projects/" + project;
    return with(
        api.get(path).text("containerRegistry"), api.plain(path + "/container-registry/token"));
  }

  /**
   * @param registry prefix of the names of the project's images
   */
  public static DockerUser with(String registry, String password) {
    TestImages.busybox(TestEngine.ENDPOINT);
    return new DockerUser(TestImages.client(TestEngine.ENDPOINT), registry, password);
  }

  /** Prefix of the names of the project's images. */
  public String registry() {
    return registry;
  }

  public void login() {
    docker.authCmd().withAuthConfig(login).exec();
  }

  /** Pushes an image of the engine under another name, which it then removes from the engine. */
  public void push(String image, String repository, String tag) {
    String name = registry + repository;
    docker.tagImageCmd(image, name, tag).exec();
    try {
      await(
          docker
              .pushImageCmd(name)
              .withTag(tag)
              .withAuthConfig(login)
              .exec(new Words<PushResponseItem>()));
    } finally {
      docker.removeImageCmd(name + ":" + tag).withNoPrune(true).exec();
    }
  }

  /** Pulls an image and removes its name again. */
  public void pull(String name) {
    await(docker.pullImageCmd(name).withAuthConfig(login).exec(new Words<PullResponseItem>()));
    forget(name);
  }

  /** Removes a name of an image of the engine. */
  public void forget(String name) {
    try {
      docker.removeImageCmd(name).withNoPrune(true).exec();
    } catch (NotFoundException alreadyGone) {
      // there is no such name
    }
  }

  /** Removes all images of the project's registry from the engine. */
  @Override
  public void close() throws IOException {
    docker.listImagesCmd().exec().stream()
        .filter(image -> image.getRepoDigests() != null)
        .flatMap(image -> Stream.of(image.getRepoDigests()))
        .filter(name -> name.startsWith(registry))
        .forEach(this::forget);
    docker.close();
  }

  private static void await(Words<?> words) {
    try {
      words.awaitCompletion();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    String error = words.error.get();
    if (error != null) {
      throw new IllegalStateException(error);
    }
  }

  private static final class Words<T extends ResponseItem> extends ResultCallback.Adapter<T> {
    final AtomicReference<@Nullable String> error = new AtomicReference<>();

    @Override
    public void onNext(T item) {
      if (item.getErrorDetail() != null) {
        error.set(item.getErrorDetail().getMessage());
      }
    }
  }
}

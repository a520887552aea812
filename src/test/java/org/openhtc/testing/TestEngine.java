package org.openhtc.testing;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Image;
import java.io.IOException;
import java.net.URI;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The Docker engine of the test run: an empty one that {@code ./openhtc test} starts, or else the
 * machine's. As an extension it loads the image of {@link TestTask}'s definitions into the engine
 * before a class runs, and does nothing where no engine responds.
 */
public final class TestEngine implements BeforeAllCallback {
  public static final String ADDRESS = "unix:///var/run/docker.sock";
  public static final URI ENDPOINT = URI.create(ADDRESS);

  @Override
  public void beforeAll(ExtensionContext context) {
    if (TestImages.isReachable(ENDPOINT)) {
      TestImages.busybox(ENDPOINT);
    }
  }

  /** Removes every image name with this prefix, and none if the prefix is empty. */
  public static void removeImages(String prefix) throws IOException {
    if (prefix.isEmpty()) {
      return;
    }
    try (DockerClient docker = TestImages.client(ENDPOINT)) {
      docker.listImagesCmd().exec().stream()
          .flatMap(TestEngine::names)
          .filter(name -> name.startsWith(prefix))
          .distinct()
          .forEach(name -> removeImage(docker, name));
    }
  }

  private static Stream<String> names(Image image) {
    return Stream.of(image.getRepoTags(), image.getRepoDigests())
        .filter(Objects::nonNull)
        .flatMap(Stream::of);
  }

  private static void removeImage(DockerClient docker, String name) {
    try {
      docker.removeImageCmd(name).withNoPrune(true).exec();
    } catch (NotFoundException alreadyRemoved) {
      // the image does not exist, as intended
    }
  }
}

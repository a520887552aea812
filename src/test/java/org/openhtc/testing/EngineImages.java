package org.openhtc.testing;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Image;
import java.io.IOException;
import java.net.URI;
import java.util.Objects;
import java.util.stream.Stream;

/** What this machine's engine keeps of images that tests pushed or pulled. */
public final class EngineImages {
  public static final URI ENGINE = URI.create("unix:///var/run/docker.sock");

  private EngineImages() {}

  /** Takes away every name that begins so; nothing when the beginning is empty. */
  public static void forget(String beginning) throws IOException {
    if (beginning.isEmpty()) {
      return;
    }
    try (DockerClient docker = TestImages.client(ENGINE)) {
      docker.listImagesCmd().exec().stream()
          .flatMap(EngineImages::names)
          .filter(name -> name.startsWith(beginning))
          .distinct()
          .forEach(name -> forget(docker, name));
    }
  }

  private static Stream<String> names(Image image) {
    return Stream.of(image.getRepoTags(), image.getRepoDigests())
        .filter(Objects::nonNull)
        .flatMap(Stream::of);
  }

  private static void forget(DockerClient docker, String name) {
    try {
      docker.removeImageCmd(name).withNoPrune(true).exec();
    } catch (NotFoundException alreadyGone) {
      // nothing to forget
    }
  }
}

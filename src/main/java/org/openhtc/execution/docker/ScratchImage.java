package org.openhtc.execution.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.Container;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An empty image for short-lived containers of OpenHTC, so that they need no image of the host.
 * Removed by {@link #close}. Its name is unique, because another service may use the same engine.
 */
final class ScratchImage implements AutoCloseable {
  private static final long ABANDONED_AFTER_SECONDS = 600;

  /** A tag of such an image. */
  private static final Pattern UNIQUE =
      Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private final DockerClient client;
  private final EngineCalls calls;
  private final String purpose;
  private final String tag = UUID.randomUUID().toString();

  /**
   * @param purpose such as {@code disk-probe}
   */
  ScratchImage(EngineConnection connection, String purpose) {
    client = connection.client();
    calls = connection.calls();
    this.purpose = purpose;
    // docker-java's command sends JSON instead of the archive.
    connection
        .requests()
        .upload(
            "/images/create?fromSrc=-&repo=openhtc/%s&tag=%s".formatted(purpose, tag),
            ProbeArchive.empty(),
            "application/x-tar");
  }

  CreateContainerCmd container() {
    return client
        .createContainerCmd(name())
        .withName(containerName(tag))
        .withLabels(Map.of(label(), tag));
  }

  /**
   * Removes containers and images of crashed processes. An image may have no container: if the
   * process was killed before it created the container, or after it removed the container.
   *
   * @param own a new container; the clock of the engine is read from its creation time
   */
  void removeAbandoned(String own) {
    List<Container> all =
        client.listContainersCmd().withShowAll(true).withLabelFilter(List.of(label())).exec();
    long now =
        all.stream()
            .filter(container -> own.equals(container.getId()))
            .mapToLong(Container::getCreated)
            .findFirst()
            .orElse(0);
    long abandoned = now - ABANDONED_AFTER_SECONDS;
    for (Container container : all) {
      if (isOwn(container) && container.getCreated() < abandoned) {
        remove(container.getId());
      }
    }
    client.listImagesCmd().withReferenceFilter(repository()).exec().stream()
        .filter(image -> image.getCreated() < abandoned)
        .flatMap(image -> Stream.of(image.getRepoTags()))
        .filter(this::isOwn)
        .forEach(this::removeImage);
  }

  /** A user of the engine may give an image this repository, but not such a tag by chance. */
  private boolean isOwn(String image) {
    return image.startsWith(repository() + ":")
        && UNIQUE.matcher(image.substring(repository().length() + 1)).matches();
  }

  /** The label alone may be one of an image of a user; a name can't. */
  private boolean isOwn(Container container) {
    String foundTag = container.getLabels().getOrDefault(label(), "");
    return List.of(container.getNames()).contains("/" + containerName(foundTag));
  }

  private String containerName(String ofTag) {
    return "openhtc-%s-%s".formatted(purpose, ofTag);
  }

  void remove(String id) {
    calls.ifExists(
        EngineOperation.REMOVE, () -> client.removeContainerCmd(id).withForce(true).exec());
  }

  @Override
  public void close() {
    removeImage(name());
  }

  private String name() {
    return repository() + ":" + tag;
  }

  private String repository() {
    return "openhtc/" + purpose;
  }

  private String label() {
    return "org.openhtc." + purpose;
  }

  private void removeImage(String name) {
    calls.ifExists(
        EngineOperation.REMOVE, () -> client.removeImageCmd(name).withForce(true).exec());
  }
}

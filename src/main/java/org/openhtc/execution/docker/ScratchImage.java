package org.openhtc.execution.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.Container;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * An empty image for short-lived containers of OpenHTC, so that they need no image of the host.
 * Removed by {@link #close}. Its name is unique, because another service may use the same engine.
 */
final class ScratchImage implements AutoCloseable {
  private static final long ABANDONED_AFTER_SECONDS = 600;

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
   * Removes containers and images of crashed processes.
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
    for (Container container : all) {
      if (isOwn(container) && container.getCreated() < now - ABANDONED_AFTER_SECONDS) {
        remove(container.getId());
        removeImage(container.getImage());
      }
    }
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
    return "openhtc/%s:%s".formatted(purpose, tag);
  }

  private String label() {
    return "org.openhtc." + purpose;
  }

  private void removeImage(String name) {
    calls.ifExists(
        EngineOperation.REMOVE, () -> client.removeImageCmd(name).withForce(true).exec());
  }
}

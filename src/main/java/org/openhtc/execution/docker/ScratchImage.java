package org.openhtc.execution.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.Container;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * An empty image for short-lived containers of ours, so that no image of the host's is needed. Goes
 * when closed. Another service may do the same on the same engine, so each has names of its own.
 */
final class ScratchImage implements AutoCloseable {
  private static final long LEFT_OVER_SECONDS = 600;

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
    // docker-java's command sends JSON in place of the archive.
    connection
        .plain()
        .post(
            "/images/create?fromSrc=-&repo=openhtc/%s&tag=%s".formatted(purpose, tag),
            ProbeArchive.empty());
  }

  CreateContainerCmd container() {
    return client
        .createContainerCmd(name())
        .withName("openhtc-%s-%s".formatted(purpose, tag))
        .withLabels(Map.of(label(), tag));
  }

  /** Of containers that a crash cut short; their age is told by the engine's own clock. */
  void removeLeftOvers(String own) {
    List<Container> all =
        client.listContainersCmd().withShowAll(true).withLabelFilter(List.of(label())).exec();
    long now =
        all.stream()
            .filter(container -> own.equals(container.getId()))
            .mapToLong(Container::getCreated)
            .findFirst()
            .orElse(0);
    for (Container container : all) {
      // Asked again: a filter that an engine did not know would hand over everybody's containers.
      boolean ours = container.getLabels().containsKey(label());
      if (ours && container.getCreated() < now - LEFT_OVER_SECONDS) {
        remove(container.getId());
        removeImage(container.getImage());
      }
    }
  }

  void remove(String id) {
    calls.unlessGone(Verb.REMOVE, () -> client.removeContainerCmd(id).withForce(true).exec());
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
    calls.unlessGone(Verb.REMOVE, () -> client.removeImageCmd(name).withForce(true).exec());
  }
}

package org.openhtc.execution.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.Container;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.openhtc.execution.engine.EngineException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An empty image for short-lived containers of OpenHTC, so that they need no image of the host.
 * Removed by {@link #close}. Its name is unique, because another service may use the same engine.
 */
final class ScratchImage implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ScratchImage.class);

  private static final long ABANDONED_AFTER_SECONDS = 600;

  /** A tag of such an image. */
  private static final Pattern UNIQUE =
      Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private final DockerClient client;
  private final EngineCalls calls;
  private final Abandoned abandoned;
  private final EngineOperation operation;
  private final String purpose;
  private final String tag = UUID.randomUUID().toString();

  /**
   * @param purpose such as {@code disk-probe}
   * @param operation whose limit is the longest time for which a process uses a container
   */
  ScratchImage(
      EngineConnection connection, String purpose, EngineOperation operation, Abandoned abandoned) {
    this.operation = operation;
    this.abandoned = abandoned;
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
   * Removes containers and images of crashed processes: old ones at once, and other containers when
   * no process can use them any more. An image may have no container: if the process was killed
   * before it created the container, or after it removed the container.
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
    long latest = now - ABANDONED_AFTER_SECONDS;
    for (Container container : all) {
      if (!isOwn(container) || own.equals(container.getId())) {
        continue;
      }
      if (container.getCreated() < latest) {
        remove(container.getId());
      } else {
        abandoned.note(container.getId(), container.getImage(), operation.limit());
      }
    }
    client.listImagesCmd().withReferenceFilter(repository()).exec().stream()
        .filter(image -> image.getCreated() < latest)
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

  /** A container that can't be removed now is removed later. */
  void remove(String id) {
    try {
      remove(client, calls, id);
    } catch (RuntimeException e) {
      abandoned.note(id, name(), Duration.ZERO);
      throw e;
    }
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
    removeImage(client, calls, name);
  }

  private static void remove(DockerClient client, EngineCalls calls, String id) {
    calls.ifExists(
        EngineOperation.REMOVE, () -> client.removeContainerCmd(id).withForce(true).exec());
  }

  private static void removeImage(DockerClient client, EngineCalls calls, String name) {
    calls.ifExists(
        EngineOperation.REMOVE, () -> client.removeImageCmd(name).withForce(true).exec());
  }

  /**
   * Containers that are removed with their images when they are still present after the longest
   * time for which a process uses one: their process has crashed, or could not remove them.
   */
  static final class Abandoned {
    private record Found(String image, Instant due) {}

    private final Map<String, Found> containers = new ConcurrentHashMap<>();
    private final EngineConnection connection;
    private final Clock clock;

    Abandoned(EngineConnection connection, Clock clock) {
      this.connection = connection;
      this.clock = clock;
    }

    /**
     * @param use how long a process may still use it
     */
    void note(String container, String image, Duration use) {
      containers.putIfAbsent(container, new Found(image, clock.instant().plus(use)));
    }

    /** Called now and then. A removal that fails is repeated. */
    void removeDue() {
      Instant now = clock.instant();
      containers.forEach((container, found) -> {
        if (!now.isBefore(found.due())) {
          remove(container, found.image());
        }
      });
    }

    private void remove(String container, String image) {
      try {
        ScratchImage.remove(connection.client(), connection.calls(), container);
        removeImage(connection.client(), connection.calls(), image);
        containers.remove(container);
      } catch (EngineException e) {
        log.info("Container {} can't be removed now: {}", container, e.getMessage());
      }
    }
  }
}

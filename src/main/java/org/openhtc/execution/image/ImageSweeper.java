package org.openhtc.execution.image;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.openhtc.execution.engine.ContainerEngine;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes pulled images from one host, the least recently used first. An image that is removed too
 * early is pulled again.
 */
final class ImageSweeper {
  private static final Logger log = LoggerFactory.getLogger(ImageSweeper.class);

  /** A job must still find its image between the pull and the creation of its container. */
  private static final Duration UNUSED_AT_LEAST = Duration.ofMinutes(10);

  private final Map<String, Instant> usedAt = new ConcurrentHashMap<>();
  private final String prefix;
  private final Clock clock;

  /**
   * @param prefix of the references of OpenHTC's images; other images are never removed
   */
  ImageSweeper(String prefix, Clock clock) {
    this.prefix = prefix;
    this.clock = clock;
  }

  /** Notes that a job is about to use the image. */
  void used(String reference) {
    usedAt.put(reference, clock.instant());
  }

  /**
   * Removes one unused image, if there is one; the next measurement shows whether that is enough.
   *
   * @return the reference of the removed image
   */
  Optional<String> sweep(ContainerEngine engine) {
    Instant unusedSince = clock.instant().minus(UNUSED_AT_LEAST);
    List<String> candidates =
        engine.pulledImages(prefix).stream()
            .filter(image -> lastUse(image).isBefore(unusedSince))
            .sorted(Comparator.comparing(this::lastUse))
            .toList();
    for (String image : candidates) {
      if (engine.removeImage(image)) {
        log.info("Removed image {}, because free disk space is low", image);
        usedAt.remove(image);
        return Optional.of(image);
      }
    }
    return Optional.empty();
  }

  /** Not known after a restart of the service; the engine keeps images that a container uses. */
  private Instant lastUse(String image) {
    return usedAt.getOrDefault(image, Instant.EPOCH);
  }
}

package org.openhtc.execution.image;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.openhtc.execution.engine.ContainerEngine;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives up pulled images of one host, those that no job has used for longest first. What it gives
 * up too early is pulled again.
 */
public final class ImageSweeper {
  private static final Logger log = LoggerFactory.getLogger(ImageSweeper.class);

  /** A job between its pull and its container must still find the image. */
  private static final Duration KEPT = Duration.ofMinutes(10);

  private final Map<String, Instant> usedAt = new ConcurrentHashMap<>();
  private final String ours;
  private final Clock clock;

  /**
   * @param ours what the references of our images begin with; others are never touched
   */
  public ImageSweeper(String ours, Clock clock) {
    this.ours = ours;
    this.clock = clock;
  }

  /** A job is about to use the image. */
  void used(String reference) {
    usedAt.put(reference, clock.instant());
  }

  /** Removes one image if one can be spared; the next look at the host tells whether it helped. */
  void sweep(ContainerEngine engine) {
    Instant spared = clock.instant().minus(KEPT);
    List<String> candidates =
        engine.pulledImages(ours).stream()
            .filter(image -> lastUse(image).isBefore(spared))
            .sorted(Comparator.comparing(this::lastUse))
            .toList();
    for (String image : candidates) {
      if (engine.removeImage(image)) {
        log.info("Removed image {}, because the disk runs low", image);
        usedAt.remove(image);
        return;
      }
    }
  }

  /** Unknown after a restart of the service: long ago, unless a container holds the image. */
  private Instant lastUse(String image) {
    return usedAt.getOrDefault(image, Instant.EPOCH);
  }
}

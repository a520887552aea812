package org.openhtc.execution.image;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.openhtc.execution.engine.ContainerEngine;
import org.openhtc.execution.engine.ImageFacts;

/**
 * The images that the engine was found to hold in the last minute, so that not every launch queries
 * it. An image that another program removes meanwhile is noticed when a container is created.
 */
final class HeldImages {
  private static final Duration KEPT = Duration.ofSeconds(60);

  private record Entry(ImageFacts facts, Instant readAt) {}

  private final Map<String, Entry> entries = new ConcurrentHashMap<>();
  private final Clock clock;

  HeldImages(Clock clock) {
    this.clock = clock;
  }

  /** Empty if the engine does not hold the image; never cached then. */
  Optional<ImageFacts> facts(ContainerEngine engine, String reference) {
    Instant now = clock.instant();
    Entry known = entries.get(reference);
    if (known != null && now.isBefore(known.readAt.plus(KEPT))) {
      return Optional.of(known.facts);
    }
    Optional<ImageFacts> read = engine.image(reference);
    read.ifPresentOrElse(
        facts -> put(reference, new Entry(facts, now)), () -> entries.remove(reference));
    return read;
  }

  void forget(String reference) {
    entries.remove(reference);
  }

  /** Also drops what is too old, so that the map has only images in use. */
  private void put(String reference, Entry entry) {
    entries.values().removeIf(old -> old.readAt.plus(KEPT).isBefore(entry.readAt));
    entries.put(reference, entry);
  }
}

package org.openhtc.execution.image;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.openhtc.execution.engine.ContainerEngine;
import org.openhtc.execution.engine.EngineException;
import org.openhtc.registry.PinnedImage;
import org.openhtc.registry.PullTicket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pulls of one host: one at a time for each image, however many jobs wait for it. Nobody waits
 * in here, so a job can be cancelled meanwhile.
 */
public final class ImagePulls {
  private static final Logger log = LoggerFactory.getLogger(ImagePulls.class);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);

  /** How often a registry is asked again that says it has no such image. */
  private static final int DENIALS = 3;

  /** How long such an answer counts for further jobs. */
  private static final Duration DENIAL_COUNTS = Duration.ofSeconds(30);

  private final Map<PinnedImage, Pull> pulls = new ConcurrentHashMap<>();
  private final Function<PinnedImage, PullTicket> tickets;
  private final Runnable changed;
  private final Clock clock;

  /**
   * @param tickets makes a fresh one for each pull
   * @param changed called after every pull, on its thread
   */
  public ImagePulls(Function<PinnedImage, PullTicket> tickets, Runnable changed, Clock clock) {
    this.tickets = tickets;
    this.changed = changed;
    this.clock = clock;
  }

  /** Pulls it if that is due. */
  ImageState fetch(ContainerEngine engine, PinnedImage image) {
    Instant now = clock.instant();
    boolean[] isDue = {false};
    Pull pull =
        pulls.compute(
            image,
            (name, last) -> {
              isDue[0] = last == null || last.isDue(now);
              return isDue[0] ? Pull.begun(last) : last;
            });
    if (isDue[0]) {
      Thread.ofVirtual().name("pull-" + image.repository()).start(() -> pull(engine, image, pull));
    }
    return pull.isHopeless() ? new ImageState.Missing(pull.words()) : new ImageState.Coming();
  }

  /** The registry's words about the last failure; empty when there was none. */
  Optional<String> trouble(PinnedImage image) {
    return Optional.ofNullable(pulls.get(image)).map(Pull::words).filter(words -> !words.isEmpty());
  }

  private void pull(ContainerEngine engine, PinnedImage image, Pull pull) {
    try {
      PullTicket ticket = tickets.apply(image);
      engine.pull(ticket.reference(), ticket.token());
      pulls.remove(image);
    } catch (EngineException.Unreachable away) {
      pulls.put(image, pull.failed(pull.words(), false, clock.instant()));
    } catch (RuntimeException | Error e) {
      log.warn("Pull {} of {} failed: {}", pull.tries(), image, e.getMessage());
      boolean isDenial = e instanceof EngineException.ImageMissing;
      pulls.put(image, pull.failed(String.valueOf(e.getMessage()), isDenial, clock.instant()));
    }
    changed.run();
  }

  /**
   * @param tries including the one under way
   * @param denials how often in a row the registry said that it has no such image
   * @param words about the last failure; "" when there was none
   * @param nextTry null while a pull is under way
   */
  private record Pull(int tries, int denials, String words, @Nullable Instant nextTry) {

    /** The denials of an image that was given up once are forgotten. */
    static Pull begun(@Nullable Pull last) {
      return last == null || last.isHopeless()
          ? new Pull(1, 0, "", null)
          : new Pull(last.tries + 1, last.denials, last.words, null);
    }

    Pull failed(String failure, boolean isDenial, Instant now) {
      int inARow = isDenial ? denials + 1 : 0;
      Duration pause = inARow >= DENIALS ? DENIAL_COUNTS : pause();
      return new Pull(tries, inARow, failure, now.plus(pause));
    }

    boolean isDue(Instant now) {
      return nextTry != null && !now.isBefore(nextTry);
    }

    boolean isHopeless() {
      return denials >= DENIALS;
    }

    private Duration pause() {
      Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(tries - 1, 10));
      return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }
  }
}

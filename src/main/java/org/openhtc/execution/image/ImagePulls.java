package org.openhtc.execution.image;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.openhtc.execution.BackgroundWork;
import org.openhtc.execution.engine.ContainerEngine;
import org.openhtc.execution.engine.EngineException;
import org.openhtc.lease.DueTime;
import org.openhtc.registry.PinnedImage;
import org.openhtc.registry.PullAuthorization;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The image pulls of one host: one at a time for each image, regardless of the number of jobs that
 * need it. No method waits for a pull, so a job can be cancelled meanwhile.
 */
final class ImagePulls {
  private static final Logger log = LoggerFactory.getLogger(ImagePulls.class);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);

  /** After so many consecutive denials ("no such image"), the image counts as missing. */
  private static final int DENIALS = 3;

  /** How long a missing image fails further jobs without another pull. */
  private static final Duration MISSING_FOR = Duration.ofSeconds(30);

  /** The same for an image that is too large: its size never changes, but the limit may. */
  private static final Duration TOO_LARGE_FOR = Duration.ofHours(1);

  private final Map<PinnedImage, Pull> pulls = new ConcurrentHashMap<>();
  private final BackgroundWork background;
  private final Function<PinnedImage, PullAuthorization> authorizations;
  private final Runnable onEnd;
  private final int maxGib;
  private final Clock clock;

  /**
   * @param authorizations makes a new one for each pull
   * @param maxGib an image with so many GiB or more is removed
   * @param onEnd called after every pull, on its thread
   */
  ImagePulls(
      BackgroundWork background,
      Function<PinnedImage, PullAuthorization> authorizations,
      Runnable onEnd,
      int maxGib,
      Clock clock) {
    this.background = background;
    this.authorizations = authorizations;
    this.onEnd = onEnd;
    this.maxGib = maxGib;
    this.clock = clock;
  }

  /** Starts a pull if one is due, with a back-off after failures. */
  ImageState fetch(ContainerEngine engine, PinnedImage image) {
    Instant now = clock.instant();
    boolean[] isDue = {false};
    Pull pull =
        pulls.compute(
            image,
            (name, last) -> {
              isDue[0] = last == null || last.isDue(now);
              return isDue[0] ? Pull.next(last) : last;
            });
    if (isDue[0]) {
      background.start("pull-" + image.repository(), () -> pull(engine, image, pull));
    }
    return state(pull);
  }

  private static ImageState state(Pull pull) {
    return pull.isMissing() ? new ImageState.Missing(pull.failure()) : new ImageState.Pulling();
  }

  /** The state of the image while a pull is in progress or has to wait for the next try. */
  Optional<ImageState> pending(PinnedImage image) {
    Instant now = clock.instant();
    return Optional.ofNullable(pulls.get(image))
        .filter(pull -> !pull.isDue(now))
        .map(ImagePulls::state);
  }

  /** Message of the registry about the last failed pull; empty if there was none. */
  Optional<String> failure(PinnedImage image) {
    return Optional.ofNullable(pulls.get(image))
        .map(Pull::failure)
        .filter(failure -> !failure.isEmpty());
  }

  private void pull(ContainerEngine engine, PinnedImage image, Pull pull) {
    try {
      PullAuthorization authorization = authorizations.apply(image);
      engine.pull(authorization.reference(), authorization.token());
      if (isTooLarge(engine, authorization.reference())) {
        pulls.put(image, pull.tooLarge(tooLarge(), clock.instant()));
      } else {
        pulls.remove(image);
      }
    } catch (EngineException.Unreachable e) {
      pulls.put(image, pull.failed(pull.failure(), false, clock.instant()));
    } catch (RuntimeException | Error e) {
      log.warn("Pull {} of {} failed: {}", pull.tries(), image, e.getMessage());
      boolean isDenial = e instanceof EngineException.ImageMissing;
      pulls.put(image, pull.failed(String.valueOf(e.getMessage()), isDenial, clock.instant()));
    }
    onEnd.run();
  }

  /** An image that is too large is removed. */
  private boolean isTooLarge(ContainerEngine engine, String reference) {
    boolean isTooLarge =
        engine.image(reference).filter(facts -> facts.sizeBytes() >> 30 >= maxGib).isPresent();
    if (isTooLarge) {
      engine.removeImage(reference);
      log.warn("Removed image {}: {}", reference, tooLarge());
    }
    return isTooLarge;
  }

  private String tooLarge() {
    return "the image has more than %d GiB when it is unpacked, the limit of this installation"
        .formatted(maxGib);
  }

  /**
   * @param tries including the one in progress
   * @param denials consecutive responses of the registry that it has no such image
   * @param failure message about the last failure; "" if there was none
   * @param nextTry null while a pull is in progress
   */
  private record Pull(int tries, int denials, String failure, @Nullable DueTime nextTry) {

    /** Counts from the start again for an image that was missing. */
    static Pull next(@Nullable Pull last) {
      return last == null || last.isMissing()
          ? new Pull(1, 0, "", null)
          : new Pull(last.tries + 1, last.denials, last.failure, null);
    }

    Pull failed(String message, boolean isDenial, Instant now) {
      int inARow = isDenial ? denials + 1 : 0;
      Duration pause = inARow >= DENIALS ? MISSING_FOR : pause();
      return new Pull(tries, inARow, message, DueTime.after(pause, now));
    }

    Pull tooLarge(String message, Instant now) {
      return new Pull(tries, DENIALS, message, DueTime.after(TOO_LARGE_FOR, now));
    }

    boolean isDue(Instant now) {
      return nextTry != null && nextTry.isReached(now);
    }

    boolean isMissing() {
      return denials >= DENIALS;
    }

    private Duration pause() {
      Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(tries - 1, 10));
      return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }
  }
}

package org.openhtc.execution.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.AuthConfig;
import com.github.dockerjava.api.model.PullResponseItem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.openhtc.execution.engine.EngineException;

/**
 * Lets the engine pull an image, and waits for the end of the pull. A pull may take long while it
 * makes progress. It is given up when the engine reports nothing for some minutes, and when the
 * disk is nearly full: layers may unpack to far more than their size.
 *
 * @param freeDisk free bytes where the engine keeps images; null if not known
 */
record ImagePull(
    DockerClient client, EngineCalls calls, Supplier<@Nullable Long> freeDisk, Clock clock) {
  private static final Duration LONGEST_SILENCE = Duration.ofMinutes(5);
  private static final Duration CHECK_INTERVAL = Duration.ofSeconds(1);
  private static final long FREE_AT_LEAST = 1L << 30;

  void pull(String reference, String registryToken) {
    AuthConfig login = new AuthConfig().withRegistrytoken(registryToken);
    calls.within(
        EngineOperation.PULL,
        () -> {
          Progress progress = new Progress(clock);
          client.pullImageCmd(reference).withAuthConfig(login).exec(progress);
          await(progress);
          return reference;
        });
  }

  private void await(Progress progress) {
    try {
      while (!progress.awaitCompletion(CHECK_INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
        reasonToGiveUp(progress).ifPresent(progress::giveUp);
      }
    } catch (InterruptedException e) {
      progress.closeStream();
      Thread.currentThread().interrupt();
    }
    progress.throwError();
  }

  private Optional<String> reasonToGiveUp(Progress progress) {
    if (progress.silence().compareTo(LONGEST_SILENCE) > 0) {
      return Optional.of("the engine reported no progress for " + LONGEST_SILENCE);
    }
    Long free = freeDisk.get();
    return free != null && free < FREE_AT_LEAST
        ? Optional.of("the disk of the host is nearly full")
        : Optional.empty();
  }

  /** The engine responds with 200 before the pull ends, and reports errors in the body. */
  private static final class Progress extends ResultCallback.Adapter<PullResponseItem> {
    private final Clock clock;
    private volatile Instant lastItem;
    private volatile @Nullable String error;

    Progress(Clock clock) {
      this.clock = clock;
      this.lastItem = clock.instant();
    }

    @Override
    public void onNext(PullResponseItem item) {
      lastItem = clock.instant();
      if (item.getErrorDetail() != null) {
        error = item.getErrorDetail().getMessage();
      }
    }

    Duration silence() {
      return Duration.between(lastItem, clock.instant());
    }

    /** The engine ends a pull whose client has gone. */
    void giveUp(String reason) {
      closeStream();
      throw new EngineException.PullFailed(reason);
    }

    void throwError() {
      String message = error;
      if (message != null) {
        throw ErrorTranslation.pullFailure(message);
      }
    }

    void closeStream() {
      try {
        close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}

package org.openhtc.stream;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openhtc.api.ApiException;
import org.openhtc.api.Caller;

/** The places for streams: of a caller, of its workspace, and of the process. Thread-safe. */
final class StreamPlaces {
  /** How long a client should wait before it tries again. */
  private static final Duration RETRY = Duration.ofSeconds(5);

  private final StreamSettings settings;
  private final Map<String, Integer> taken = new HashMap<>();
  private int total;

  StreamPlaces(StreamSettings settings) {
    this.settings = settings;
  }

  /**
   * Takes a place for a stream of the caller.
   *
   * @throws ApiException 429 when the caller or its workspace has too many streams, 503 when the
   *     process has
   */
  synchronized void take(Caller caller) {
    if (takenBy(callerKey(caller)) >= settings.perCaller()) {
      throw ApiException.tooManyRequests(
          "You have %d open streams, which is the maximum.".formatted(settings.perCaller()), RETRY);
    }
    if (takenBy(workspaceKey(caller)) >= settings.perWorkspace()) {
      throw ApiException.tooManyRequests(
          "Your workspace has %d open streams, which is the maximum."
              .formatted(settings.perWorkspace()),
          RETRY);
    }
    if (total >= settings.total()) {
      throw ApiException.unavailable(
          "The service has too many open streams; try again later.", RETRY);
    }
    add(caller, 1);
  }

  synchronized void release(Caller caller) {
    add(caller, -1);
  }

  private void add(Caller caller, int number) {
    total += number;
    taken.merge(callerKey(caller), number, StreamPlaces::sum);
    taken.merge(workspaceKey(caller), number, StreamPlaces::sum);
  }

  private static @Nullable Integer sum(int present, int added) {
    int sum = present + added;
    return sum == 0 ? null : sum;
  }

  private int takenBy(String key) {
    return taken.getOrDefault(key, 0);
  }

  private static String callerKey(Caller caller) {
    return switch (caller) {
      case Caller.UserCaller user -> "user " + user.userId();
      case Caller.JobCaller job -> "job " + job.jobId();
    };
  }

  private static String workspaceKey(Caller caller) {
    return "workspace " + caller.workspaceId();
  }
}

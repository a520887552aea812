package org.openhtc.storage;

import com.google.common.base.Ticker;
import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import com.google.common.util.concurrent.UncheckedExecutionException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.openhtc.storage.AttemptActivity.Owner;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Reads which attempts are on a host, at most once per second for each of them: a tool that
 * transfers many files sends several requests at once.
 */
@Component
class RunningAttempts {
  /** How long the store may accept the key of an attempt after its end. */
  private static final Duration CACHED = Duration.ofSeconds(1);

  /** Entries are about 200 bytes. */
  private static final int MAX_ENTRIES = 20_000;

  private record Attempt(UUID batchId, int index, int attempt) {}

  private final AttemptActivity activity;
  private final Cache<Attempt, Optional<Owner>> cache;

  @Autowired
  RunningAttempts(AttemptActivity activity) {
    this(activity, Ticker.systemTicker());
  }

  RunningAttempts(AttemptActivity activity, Ticker time) {
    this.activity = activity;
    this.cache =
        CacheBuilder.newBuilder()
            .maximumSize(MAX_ENTRIES)
            .expireAfterWrite(CACHED)
            .ticker(time)
            .build();
  }

  /** As {@link AttemptActivity#onHost}, at most one second old. */
  Optional<Owner> find(UUID batchId, int index, int attempt) {
    try {
      return cache.get(
          new Attempt(batchId, index, attempt), () -> activity.onHost(batchId, index, attempt));
    } catch (UncheckedExecutionException | ExecutionException e) {
      throw new IllegalStateException("could not read whether an attempt is on a host", e);
    }
  }
}

package org.openhtc.ratelimit;

import com.google.common.cache.CacheBuilder;
import com.google.common.cache.CacheLoader;
import com.google.common.cache.LoadingCache;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.EstimationProbe;
import io.github.bucket4j.TimeMeter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A token bucket for each key. The keys longest unused are forgotten, so memory is bounded. */
final class Buckets {
  private static final int KEYS = 100_000;
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final LoadingCache<String, Bucket> buckets;

  /**
   * @param capacity tokens of a full bucket, which a new one is
   * @param perMinute tokens that drop in, evenly
   */
  Buckets(int capacity, int perMinute, Clock clock) {
    TimeMeter meter = new ClockMeter(clock);
    this.buckets =
        CacheBuilder.newBuilder()
            .maximumSize(KEYS)
            .build(
                CacheLoader.from(() ->
                    Bucket.builder()
                        .addLimit(limit -> limit.capacity(capacity).refillGreedy(perMinute, MINUTE))
                        .withCustomTimePrecision(meter)
                        .build()));
  }

  /** Takes a token; when there is none, how long it takes until there is one. */
  Optional<Duration> take(String key) {
    Bucket bucket = buckets.getUnchecked(key);
    return bucket.tryConsume(1) ? Optional.empty() : look(key);
  }

  /** How long it takes until there is a token; empty when there is one now. */
  Optional<Duration> look(String key) {
    EstimationProbe probe = buckets.getUnchecked(key).estimateAbilityToConsume(1);
    return probe.canBeConsumed()
        ? Optional.empty()
        : Optional.of(Duration.ofNanos(probe.getNanosToWaitForRefill()));
  }

  private record ClockMeter(Clock clock) implements TimeMeter {
    @Override
    public long currentTimeNanos() {
      Instant now = clock.instant();
      return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    }

    @Override
    public boolean isWallClockBased() {
      return true;
    }
  }
}

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

/** A token bucket for each key. The least recently used keys are evicted to bound the memory. */
final class Buckets {
  private static final int MAX_KEYS = 100_000;
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final LoadingCache<String, Bucket> buckets;

  /**
   * @param capacity number of tokens in a full bucket; a new bucket is full
   * @param perMinute number of tokens that are added in a minute, evenly
   */
  Buckets(int capacity, int perMinute, Clock clock) {
    TimeMeter meter = new ClockMeter(clock);
    this.buckets =
        CacheBuilder.newBuilder()
            .maximumSize(MAX_KEYS)
            .build(
                CacheLoader.from(() ->
                    Bucket.builder()
                        .addLimit(limit -> limit.capacity(capacity).refillGreedy(perMinute, MINUTE))
                        .withCustomTimePrecision(meter)
                        .build()));
  }

  /** Takes a token. If there is none, returns the time until the next one. */
  Optional<Duration> take(String key) {
    Bucket bucket = buckets.getUnchecked(key);
    return bucket.tryConsume(1) ? Optional.empty() : untilNext(key);
  }

  /** The time until there is a token; empty when there is one now. */
  Optional<Duration> untilNext(String key) {
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

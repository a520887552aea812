package org.openhtc.ratelimit;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.openhtc.api.ApiException;
import org.openhtc.api.ErrorCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Counts bad keys and tokens per client address, and logs them. While an address is over its limit,
 * its keys are refused unchecked, which prevents guessing. Valid tokens, and keys that were valid
 * within the last hours, still pass, so that other users behind the same address can continue to
 * work.
 */
@Component
public class FailedLogins {
  private static final Logger log = LoggerFactory.getLogger(FailedLogins.class);

  private static final Duration KNOWN_FOR = Duration.ofHours(12);
  private static final int MAX_KNOWN = 10_000;

  /** An attacker can't fill the log: lines per address and lines of all addresses, per minute. */
  private static final int LINES_OF_ADDRESS = 5;

  private static final int LINES = 300;

  private final Optional<Buckets> allowed;
  private final Buckets linesOfAddress;
  private final Buckets lines;
  private final Cache<String, Boolean> knownKeys =
      CacheBuilder.newBuilder().maximumSize(MAX_KNOWN).expireAfterAccess(KNOWN_FOR).build();

  FailedLogins(RateLimitSettings settings, Clock clock) {
    int limit = settings.failedLoginsPerMinute();
    this.allowed = limit == 0 ? Optional.empty() : Optional.of(new Buckets(limit, limit, clock));
    this.linesOfAddress = new Buckets(LINES_OF_ADDRESS, LINES_OF_ADDRESS, clock);
    this.lines = new Buckets(LINES, LINES, clock);
  }

  /**
   * Checks a secret that an attacker could guess.
   *
   * @throws ApiException 429 when the address is over its limit and the secret was not valid
   *     recently, else what {@code check} throws
   */
  public <T> T tryKey(String address, String key, Supplier<T> check) {
    String hash = Hashing.sha256().hashString(key, StandardCharsets.UTF_8).toString();
    if (knownKeys.getIfPresent(hash) == null) {
      allowed.flatMap(buckets -> buckets.untilNext(address)).ifPresent(FailedLogins::refuse);
    }
    T result = tryToken(address, check);
    knownKeys.put(hash, true);
    return result;
  }

  /**
   * Checks a signed token, which cannot be guessed.
   *
   * @throws ApiException 429 when the token is bad and the address is over its limit, else what
   *     {@code check} throws
   */
  public <T> T tryToken(String address, Supplier<T> check) {
    try {
      return check.get();
    } catch (ApiException refused) {
      if (refused.code() == ErrorCode.UNAUTHORIZED) {
        log(address, refused);
        allowed.flatMap(buckets -> buckets.take(address)).ifPresent(FailedLogins::refuse);
      }
      throw refused;
    }
  }

  private void log(String address, ApiException refused) {
    if (linesOfAddress.take(address).isEmpty() && lines.take("").isEmpty()) {
      log.warn("Refused credentials from {}: {}", address, refused.sentence());
    }
  }

  private static void refuse(Duration wait) {
    throw ApiException.tooManyRequests("This address has sent too many bad keys or tokens.", wait);
  }
}

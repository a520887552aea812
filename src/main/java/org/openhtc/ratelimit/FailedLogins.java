package org.openhtc.ratelimit;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.openhtc.api.ApiException;
import org.openhtc.api.ErrorCode;
import org.springframework.stereotype.Component;

/**
 * Counts bad keys and tokens per client address. While an address is over its limit, its keys are
 * refused unchecked, which prevents guessing. Valid tokens still pass, so that other users behind
 * the same address can continue to work.
 */
@Component
public class FailedLogins {
  private final Optional<Buckets> allowed;

  FailedLogins(RateLimitSettings settings, Clock clock) {
    int limit = settings.failedLoginsPerMinute();
    this.allowed = limit == 0 ? Optional.empty() : Optional.of(new Buckets(limit, limit, clock));
  }

  /**
   * Checks a secret that an attacker could guess.
   *
   * @throws ApiException 429 when the address is over its limit, else what {@code check} throws
   */
  public <T> T tryKey(String address, Supplier<T> check) {
    allowed.flatMap(buckets -> buckets.untilNext(address)).ifPresent(FailedLogins::refuse);
    return tryToken(address, check);
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
        allowed.flatMap(buckets -> buckets.take(address)).ifPresent(FailedLogins::refuse);
      }
      throw refused;
    }
  }

  private static void refuse(Duration wait) {
    throw ApiException.tooManyRequests("This address has sent too many bad keys or tokens.", wait);
  }
}

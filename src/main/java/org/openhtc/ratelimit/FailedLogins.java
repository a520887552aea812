package org.openhtc.ratelimit;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.openhtc.api.ApiException;
import org.openhtc.api.ErrorCode;
import org.springframework.stereotype.Component;

/**
 * Bad keys and tokens, counted by the address that they came from. While an address is over its
 * limit no key from it is looked at, so nobody can guess one; good tokens pass, so that those who
 * share the address go on with what they do.
 */
@Component
public class FailedLogins {
  private final Optional<Buckets> allowed;

  FailedLogins(RateLimitSettings settings, Clock clock) {
    int limit = settings.failedLoginsPerMinute();
    this.allowed = limit == 0 ? Optional.empty() : Optional.of(new Buckets(limit, limit, clock));
  }

  /**
   * Looks at a secret that somebody could guess.
   *
   * @throws ApiException 429 when the address is over its limit, else what {@code check} throws
   */
  public <T> T tryKey(String address, Supplier<T> check) {
    allowed.flatMap(left -> left.look(address)).ifPresent(FailedLogins::refuse);
    return tryToken(address, check);
  }

  /**
   * Looks at a signed token, which nobody can guess.
   *
   * @throws ApiException 429 when it is bad and the address over its limit, else what {@code check}
   *     throws
   */
  public <T> T tryToken(String address, Supplier<T> check) {
    try {
      return check.get();
    } catch (ApiException refused) {
      if (refused.code() == ErrorCode.UNAUTHORIZED) {
        allowed.flatMap(left -> left.take(address)).ifPresent(FailedLogins::refuse);
      }
      throw refused;
    }
  }

  private static void refuse(Duration wait) {
    throw ApiException.tooManyRequests("Too many bad keys or tokens came from this address.", wait);
  }
}

package org.openhtc.api;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An error response: a stable code, and one sentence for the client that names the bad value. */
public final class ApiException extends RuntimeException {
  private final ErrorCode code;
  private final @Nullable Duration retryAfter;

  public ApiException(ErrorCode code, String sentence) {
    this(code, sentence, null);
  }

  private ApiException(ErrorCode code, String sentence, @Nullable Duration retryAfter) {
    super(sentence, null, false, false);
    this.code = code;
    this.retryAfter = retryAfter;
  }

  public static ApiException invalid(String sentence) {
    return new ApiException(ErrorCode.VALIDATION_ERROR, sentence);
  }

  public static ApiException notFound(String kind, String id) {
    return new ApiException(ErrorCode.NOT_FOUND, "There is no %s '%s'.".formatted(kind, id));
  }

  public static ApiException forbidden(String sentence) {
    return new ApiException(ErrorCode.FORBIDDEN, sentence);
  }

  public static ApiException unauthorized(String sentence) {
    return new ApiException(ErrorCode.UNAUTHORIZED, sentence);
  }

  public static ApiException conflict(String sentence) {
    return new ApiException(ErrorCode.CONFLICT, sentence);
  }

  public static ApiException unavailable(String sentence) {
    return new ApiException(ErrorCode.UNAVAILABLE, sentence);
  }

  /**
   * @param retryAfter how long the client should wait before it tries again
   */
  public static ApiException unavailable(String sentence, Duration retryAfter) {
    return new ApiException(ErrorCode.UNAVAILABLE, sentence, retryAfter);
  }

  /**
   * @param retryAfter how long the client should wait before it tries again
   */
  public static ApiException tooManyRequests(String sentence, Duration retryAfter) {
    return new ApiException(ErrorCode.TOO_MANY_REQUESTS, sentence, retryAfter);
  }

  public ErrorCode code() {
    return code;
  }

  /** The value of the header {@code Retry-After}: whole seconds, at least one. */
  Optional<String> retryAfter() {
    return Optional.ofNullable(retryAfter)
        .map(wait -> wait.plus(Duration.ofSeconds(1)).minusNanos(1).toSeconds())
        .map(seconds -> String.valueOf(Math.max(seconds, 1)));
  }

  /** One sentence for the client; never null for this exception. */
  public String sentence() {
    return String.valueOf(getMessage());
  }
}

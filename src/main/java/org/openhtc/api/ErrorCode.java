package org.openhtc.api;

import java.util.Arrays;
import org.springframework.http.HttpStatus;

/** The stable codes that clients may program against, each with its HTTP status. */
public enum ErrorCode {
  /** A member, parameter or header has a value that the operation does not take. */
  VALIDATION_ERROR("ValidationError", HttpStatus.BAD_REQUEST),
  /** The body is not JSON. */
  MALFORMED_BODY("MalformedBody", HttpStatus.BAD_REQUEST),
  /** No valid token or key came with the request. */
  UNAUTHORIZED("Unauthorized", HttpStatus.UNAUTHORIZED),
  /** The caller is known but may not do this. */
  FORBIDDEN("Forbidden", HttpStatus.FORBIDDEN),
  /** The thing does not exist, or belongs to somebody else. */
  NOT_FOUND("NotFound", HttpStatus.NOT_FOUND),
  /** The project's registry holds no such image. The name is that of the published document. */
  IMAGE_UNAVAILABLE("IMAGE_UNAVAILABLE", HttpStatus.NOT_FOUND),
  METHOD_NOT_ALLOWED("MethodNotAllowed", HttpStatus.METHOD_NOT_ALLOWED),
  NOT_ACCEPTABLE("NotAcceptable", HttpStatus.NOT_ACCEPTABLE),
  /** The thing's present state does not allow the operation. */
  CONFLICT("Conflict", HttpStatus.CONFLICT),
  /** The body is larger than the limit in {@link BodyLimitFilter}. */
  PAYLOAD_TOO_LARGE("PayloadTooLarge", HttpStatus.CONTENT_TOO_LARGE),
  /** An idempotency key came again with another request than the first time. */
  IDEMPOTENCY_KEY_REUSED("IdempotencyKeyReused", HttpStatus.UNPROCESSABLE_CONTENT),
  UNSUPPORTED_MEDIA_TYPE("UnsupportedMediaType", HttpStatus.UNSUPPORTED_MEDIA_TYPE),
  /** The caller asks more often than the settings allow; {@code Retry-After} says for how long. */
  TOO_MANY_REQUESTS("TooManyRequests", HttpStatus.TOO_MANY_REQUESTS),
  /** A part that the operation needs does not answer; the same call may work later. */
  UNAVAILABLE("Unavailable", HttpStatus.SERVICE_UNAVAILABLE),
  /** A fault of ours; the message carries the request id that the log has too. */
  INTERNAL_ERROR("InternalError", HttpStatus.INTERNAL_SERVER_ERROR);

  private final String wireName;
  private final HttpStatus status;

  ErrorCode(String wireName, HttpStatus status) {
    this.wireName = wireName;
    this.status = status;
  }

  /**
   * The code of a status that no operation chose. Servers refuse some requests with a status that
   * has no code of its own; the request is at fault then.
   */
  static ErrorCode of(HttpStatus status) {
    return Arrays.stream(values())
        .filter(code -> code.status == status)
        .findFirst()
        .orElse(VALIDATION_ERROR);
  }

  public String wireName() {
    return wireName;
  }

  public HttpStatus status() {
    return status;
  }
}

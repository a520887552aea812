package org.openhtc.api;

import java.util.Arrays;
import org.springframework.http.HttpStatus;

/** The stable error codes on which clients may rely, each with its HTTP status. */
public enum ErrorCode {
  /** A property, parameter or header has a value that the operation does not accept. */
  VALIDATION_ERROR("ValidationError", HttpStatus.BAD_REQUEST),
  /** The body is not JSON. */
  MALFORMED_BODY("MalformedBody", HttpStatus.BAD_REQUEST),
  /** The request has no valid token or key. */
  UNAUTHORIZED("Unauthorized", HttpStatus.UNAUTHORIZED),
  /** The caller is known but may not do this. */
  FORBIDDEN("Forbidden", HttpStatus.FORBIDDEN),
  /** The resource does not exist, or the caller may not see it. */
  NOT_FOUND("NotFound", HttpStatus.NOT_FOUND),
  /** The project's registry has no such image. The published document defines this name. */
  IMAGE_UNAVAILABLE("IMAGE_UNAVAILABLE", HttpStatus.NOT_FOUND),
  METHOD_NOT_ALLOWED("MethodNotAllowed", HttpStatus.METHOD_NOT_ALLOWED),
  NOT_ACCEPTABLE("NotAcceptable", HttpStatus.NOT_ACCEPTABLE),
  /** The current state of the resource does not permit the operation. */
  CONFLICT("Conflict", HttpStatus.CONFLICT),
  /** The body is larger than the limit of the operation. */
  PAYLOAD_TOO_LARGE("PayloadTooLarge", HttpStatus.CONTENT_TOO_LARGE),
  /** An idempotency key was used before with a different request. */
  IDEMPOTENCY_KEY_REUSED("IdempotencyKeyReused", HttpStatus.UNPROCESSABLE_CONTENT),
  UNSUPPORTED_MEDIA_TYPE("UnsupportedMediaType", HttpStatus.UNSUPPORTED_MEDIA_TYPE),
  /** The caller exceeds its rate limit; {@code Retry-After} has the time to wait. */
  TOO_MANY_REQUESTS("TooManyRequests", HttpStatus.TOO_MANY_REQUESTS),
  /** A component that the operation needs is unreachable; the same call may succeed later. */
  UNAVAILABLE("Unavailable", HttpStatus.SERVICE_UNAVAILABLE),
  /** A fault in the service; {@code message} has the request id, which is also in the log. */
  INTERNAL_ERROR("InternalError", HttpStatus.INTERNAL_SERVER_ERROR);

  private final String wireName;
  private final HttpStatus status;

  ErrorCode(String wireName, HttpStatus status) {
    this.wireName = wireName;
    this.status = status;
  }

  /**
   * The code for a status that the web server chose. A status without a code of its own maps to
   * {@link #VALIDATION_ERROR}, because Tomcat uses such a status only for bad requests.
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

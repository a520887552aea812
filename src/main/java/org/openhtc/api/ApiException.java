package org.openhtc.api;

/** A refusal that the client is told about: a stable code and one sentence that names the value. */
public final class ApiException extends RuntimeException {
  private final ErrorCode code;

  public ApiException(ErrorCode code, String sentence) {
    super(sentence, null, false, false);
    this.code = code;
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

  public ErrorCode code() {
    return code;
  }

  /** One sentence for the client; never null for this exception. */
  public String sentence() {
    return String.valueOf(getMessage());
  }
}

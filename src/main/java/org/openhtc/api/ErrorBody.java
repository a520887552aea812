package org.openhtc.api;

import org.jspecify.annotations.Nullable;

/**
 * The body of every error response. {@code error} and {@code errorType} have the same value, a
 * stable code: the published document uses one name and its clients the other.
 *
 * @param message the request id, if the error is not the client's fault; else absent
 */
public record ErrorBody(
    String error, String errorDescription, String errorType, @Nullable String message) {

  public static ErrorBody of(ErrorCode code, String sentence) {
    String more = code.status().is5xxServerError() ? "request id " + RequestId.current() : null;
    return new ErrorBody(code.wireName(), sentence, code.wireName(), more);
  }
}

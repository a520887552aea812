package org.openhtc.api;

import org.jspecify.annotations.Nullable;

/**
 * The one shape of every error answer. {@code error} and {@code errorType} are the same stable
 * code, because the published document and its clients use either name.
 *
 * @param message more than the sentence says: for what is no fault of the client's, the request id
 */
public record ErrorBody(
    String error, String errorDescription, String errorType, @Nullable String message) {

  public static ErrorBody of(ErrorCode code, String sentence) {
    String more = code.status().is5xxServerError() ? "request id " + RequestId.current() : null;
    return new ErrorBody(code.wireName(), sentence, code.wireName(), more);
  }
}

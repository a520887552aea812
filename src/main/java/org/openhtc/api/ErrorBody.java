package org.openhtc.api;

import org.jspecify.annotations.Nullable;

/**
 * The one shape of every error answer. {@code error} and {@code errorType} are the same stable
 * code, because the published document and its clients use either name.
 *
 * @param message more than the sentence says, for example the request id of a fault of ours
 */
public record ErrorBody(
    String error, String errorDescription, String errorType, @Nullable String message) {

  public static ErrorBody of(ErrorCode code, String sentence) {
    return new ErrorBody(code.wireName(), sentence, code.wireName(), null);
  }

  ErrorBody withMessage(String more) {
    return new ErrorBody(error, errorDescription, errorType, more);
  }
}

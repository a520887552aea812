package org.openhtc.execution.kubernetes;

import java.io.IOException;
import org.openhtc.execution.http.HttpStatusException;
import tools.jackson.core.JacksonException;

/** An error that the API server has responded with. */
final class ApiStatusException extends IOException {
  static final int CONFLICT = 409;
  static final int GONE = 410;
  static final int TOO_MANY_REQUESTS = 429;

  private final int code;

  private ApiStatusException(int code, String message) {
    super(message);
    this.code = code;
  }

  static ApiStatusException of(HttpStatusException error) {
    return new ApiStatusException(error.status(), message(error));
  }

  static ApiStatusException of(int code, String body) {
    return new ApiStatusException(code, message(code, body));
  }

  private static String message(HttpStatusException error) {
    return message(error.status(), error.body());
  }

  /** The message of the {@code Status} object in the body, as Kubernetes writes it. */
  private static String message(int code, String body) {
    try {
      String message = Json.read(body).path("message").asString("");
      return message.isEmpty() ? "status " + code : message;
    } catch (JacksonException notJson) {
      return "status %d: %s".formatted(code, body.strip());
    }
  }

  int code() {
    return code;
  }

  /** Whether the object itself is wrong or too large, so that no repetition helps. */
  boolean refusesTheObject() {
    return code == 400 || code == 413 || code == 422;
  }
}

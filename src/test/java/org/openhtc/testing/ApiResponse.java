package org.openhtc.testing;

import java.net.http.HttpHeaders;
import tools.jackson.databind.JsonNode;

/**
 * A response of the service.
 *
 * @param body a missing node when there is none
 */
public record ApiResponse(int status, JsonNode body, HttpHeaders headers) {

  /** A text property of the body; "" when it is absent. */
  public String text(String member) {
    return body.path(member).asString("");
  }

  /** The description in an error response. */
  public String sentence() {
    return text("errorDescription");
  }

  public String header(String name) {
    return headers.firstValue(name).orElse("");
  }
}

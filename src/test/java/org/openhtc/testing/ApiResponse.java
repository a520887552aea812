package org.openhtc.testing;

import java.net.http.HttpHeaders;
import tools.jackson.databind.JsonNode;

/**
 * What the service answered.
 *
 * @param body a missing node when there is none
 */
public record ApiResponse(int status, JsonNode body, HttpHeaders headers) {

  /** A text member of the body; "" when it is absent. */
  public String text(String member) {
    return body.path(member).asString("");
  }

  /** The sentence of an error answer. */
  public String sentence() {
    return text("errorDescription");
  }

  public String header(String name) {
    return headers.firstValue(name).orElse("");
  }
}

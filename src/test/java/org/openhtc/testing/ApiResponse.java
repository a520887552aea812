package org.openhtc.testing;

import java.net.http.HttpHeaders;
import tools.jackson.databind.JsonNode;

/**
 * A response of the service.
 *
 * @param body a missing node if the response has none
 */
public record ApiResponse(int status, JsonNode body, HttpHeaders headers) {

  /** A text member of the body; "" if it is absent. */
  public String text(String member) {
    return body.path(member).asString("");
  }

  /** The description of an error. */
  public String sentence() {
    return text("errorDescription");
  }

  public String header(String name) {
    return headers.firstValue(name).orElse("");
  }
}

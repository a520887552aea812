package org.openhtc.api;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import tools.jackson.databind.ObjectMapper;

/** Writes {@link ErrorBody} where no controller is involved: in filters. */
@Component
public class ErrorWriter {
  private final ObjectMapper json;

  ErrorWriter(ObjectMapper json) {
    this.json = json;
  }

  /** Ends the response with the code's status and body; the caller sets further headers before. */
  public void write(HttpServletResponse response, ErrorCode code, String sentence)
      throws IOException {
    response.setStatus(code.status().value());
    response.setContentType(MediaType.APPLICATION_JSON_VALUE);
    response.setCharacterEncoding(StandardCharsets.UTF_8.name());
    json.writeValue(response.getOutputStream(), ErrorBody.of(code, sentence));
  }
}

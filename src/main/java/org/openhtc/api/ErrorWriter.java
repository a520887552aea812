package org.openhtc.api;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
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
    write(response, code.status(), code, sentence);
  }

  /** Ends the response with what the refusal says. */
  public void write(HttpServletResponse response, ApiException refusal) throws IOException {
    refusal.retryAfter().ifPresent(wait -> response.setHeader(HttpHeaders.RETRY_AFTER, wait));
    write(response, refusal.code(), refusal.sentence());
  }

  /** For a status that no code has of its own. */
  void write(HttpServletResponse response, HttpStatus status, ErrorCode code, String sentence)
      throws IOException {
    response.setStatus(status.value());
    response.setContentType(MediaType.APPLICATION_JSON_VALUE);
    response.setCharacterEncoding(StandardCharsets.UTF_8.name());
    json.writeValue(response.getOutputStream(), ErrorBody.of(code, sentence));
  }
}

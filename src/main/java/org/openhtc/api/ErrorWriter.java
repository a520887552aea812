package org.openhtc.api;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import tools.jackson.databind.ObjectMapper;

/** Writes an {@link ErrorBody} in filters, where no controller is involved. */
@Component
public class ErrorWriter {
  private final ObjectMapper json;

  ErrorWriter(ObjectMapper json) {
    this.json = json;
  }

  /** Completes the response with the code's status and body. Set other headers before the call. */
  public void write(HttpServletResponse response, ErrorCode code, String sentence)
      throws IOException {
    write(response, code.status(), code, sentence);
  }

  /** Completes the response with the code, sentence and retry time of the exception. */
  public void write(HttpServletResponse response, ApiException refusal) throws IOException {
    refusal.retryAfter().ifPresent(wait -> response.setHeader(HttpHeaders.RETRY_AFTER, wait));
    write(response, refusal.code(), refusal.sentence());
  }

  /** Completes the response with a status that differs from the code's own. */
  void write(HttpServletResponse response, HttpStatus status, ErrorCode code, String sentence)
      throws IOException {
    response.setStatus(status.value());
    response.setContentType(MediaType.APPLICATION_JSON_VALUE);
    response.setCharacterEncoding(StandardCharsets.UTF_8.name());
    json.writeValue(response.getOutputStream(), ErrorBody.of(code, sentence));
  }
}

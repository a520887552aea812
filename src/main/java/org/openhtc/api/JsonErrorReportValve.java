package org.openhtc.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** Responds with an {@link ErrorBody} to requests that Tomcat refuses before the filters run. */
final class JsonErrorReportValve extends ErrorReportValve {
  private final ErrorWriter errors;

  JsonErrorReportValve(ErrorWriter errors) {
    this.errors = errors;
  }

  @Override
  protected void report(Request request, Response response, @Nullable Throwable fault) {
    HttpStatus status = HttpStatus.resolve(response.getStatus());
    if (status == null || !status.isError() || response.getContentWritten() > 0) {
      return;
    }
    if (response.setErrorReported()) {
      write(response, status);
    }
  }

  private void write(Response response, HttpStatus status) {
    if (response.getHeader(RequestId.HEADER) == null) {
      response.setHeader(RequestId.HEADER, RequestId.of(null));
    }
    try {
      errors.write(response, status, ErrorCode.of(status), sentence(status));
      response.finishResponse();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String sentence(HttpStatus status) {
    return status == HttpStatus.BAD_REQUEST
        ? "The request line or a header is malformed or too large; encode '|' as '%7C'."
        : "The request was refused: %s.".formatted(status.getReasonPhrase());
  }
}

package org.openhtc.api;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Responds with an {@link ErrorBody} to errors outside the controllers: in filters or Tomcat. */
@RestController
class FallbackErrorController implements ErrorController {

  @RequestMapping("/error")
  ResponseEntity<ErrorBody> error(HttpServletRequest request) {
    if (request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof Throwable failure
        && DatabaseOutage.isCause(failure)) {
      throw DatabaseOutage.response();
    }
    Object given = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
    // Without a status there was no error: a client requested this path itself.
    HttpStatus status =
        given instanceof Integer code ? HttpStatus.valueOf(code) : HttpStatus.NOT_FOUND;
    String sentence = "The request was refused: %s.".formatted(status.getReasonPhrase());
    return ResponseEntity.status(status).body(ErrorBody.of(ErrorCode.of(status), sentence));
  }
}

package org.openhtc.api;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The usual error body for what goes wrong outside of the controllers, in filters and below. */
@RestController
class FallbackErrorController implements ErrorController {

  @RequestMapping("/error")
  ResponseEntity<ErrorBody> error(HttpServletRequest request) {
    Object given = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
    // Without a status nothing went wrong: somebody asked for this path.
    HttpStatus status =
        given instanceof Integer code ? HttpStatus.valueOf(code) : HttpStatus.NOT_FOUND;
    String sentence = "The request was refused: %s.".formatted(status.getReasonPhrase());
    return ResponseEntity.status(status).body(ErrorBody.of(ErrorCode.of(status), sentence));
  }
}

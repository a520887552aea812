package org.openhtc.api;

import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MissingRequestHeaderException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.NoHandlerFoundException;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/** Converts exceptions of controllers into an {@link ErrorBody}; logs only unexpected ones. */
@RestControllerAdvice
class ErrorAdvice {
  /** The longest part of a refused value that the response repeats, in characters. */
  private static final int MAX_VALUE_LENGTH = 100;

  /** Finds the name of the parameter or header in the message of Spring's firewall. */
  private static final Pattern REJECTED = Pattern.compile(": \"(\\S+) \" has a value");

  private static final Logger log = LoggerFactory.getLogger(ErrorAdvice.class);

  @ExceptionHandler
  ResponseEntity<ErrorBody> refused(ApiException e) {
    HttpHeaders headers = new HttpHeaders();
    e.retryAfter().ifPresent(wait -> headers.set(HttpHeaders.RETRY_AFTER, wait));
    if (e.code() == ErrorCode.UNAUTHORIZED) {
      // A controller that checks credentials itself reads Basic credentials.
      headers.set(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"OpenHTC\"");
    }
    return response(e.code(), e.sentence(), headers);
  }

  @ExceptionHandler
  ResponseEntity<ErrorBody> mismatch(MethodArgumentTypeMismatchException e) {
    return response(
        ErrorCode.VALIDATION_ERROR,
        "%s '%s' is not a valid value.".formatted(e.getName(), shown(e.getValue())));
  }

  private static String shown(@Nullable Object value) {
    String text = String.valueOf(value);
    return text.codePointCount(0, text.length()) <= MAX_VALUE_LENGTH
        ? text
        : text.substring(0, text.offsetByCodePoints(0, MAX_VALUE_LENGTH)) + "...";
  }

  @ExceptionHandler
  ResponseEntity<ErrorBody> missing(MissingServletRequestParameterException e) {
    return response(
        ErrorCode.VALIDATION_ERROR, "Parameter %s is missing.".formatted(e.getParameterName()));
  }

  @ExceptionHandler
  ResponseEntity<ErrorBody> missing(MissingRequestHeaderException e) {
    return response(
        ErrorCode.VALIDATION_ERROR, "Header %s is missing.".formatted(e.getHeaderName()));
  }

  @ExceptionHandler
  ResponseEntity<ErrorBody> noSuchPath(NoResourceFoundException e) {
    return response(ErrorCode.NOT_FOUND, "There is no path '/%s'.".formatted(e.getResourcePath()));
  }

  @ExceptionHandler
  ResponseEntity<ErrorBody> noSuchPath(NoHandlerFoundException e) {
    return response(ErrorCode.NOT_FOUND, "There is no path '%s'.".formatted(e.getRequestURL()));
  }

  @ExceptionHandler
  ResponseEntity<ErrorBody> noSuchMethod(HttpRequestMethodNotSupportedException e) {
    HttpHeaders headers = new HttpHeaders();
    headers.setAllow(allowed(e));
    return response(
        ErrorCode.METHOD_NOT_ALLOWED,
        "Method %s is not allowed here.".formatted(e.getMethod()),
        headers);
  }

  /** The mapped methods, and those that Spring adds: HEAD with GET, and OPTIONS everywhere. */
  private static Set<HttpMethod> allowed(HttpRequestMethodNotSupportedException e) {
    Set<HttpMethod> allowed = new LinkedHashSet<>();
    allowed.add(HttpMethod.OPTIONS);
    Optional.ofNullable(e.getSupportedHttpMethods()).ifPresent(allowed::addAll);
    if (allowed.contains(HttpMethod.GET)) {
      allowed.add(HttpMethod.HEAD);
    }
    return allowed;
  }

  @ExceptionHandler
  ResponseEntity<ErrorBody> wrongMediaType(HttpMediaTypeNotSupportedException e) {
    return response(
        ErrorCode.UNSUPPORTED_MEDIA_TYPE,
        "Content-Type '%s' is not supported; send %s."
            .formatted(e.getContentType(), e.getSupportedMediaTypes().getFirst()),
        e.getHeaders());
  }

  @ExceptionHandler
  ResponseEntity<ErrorBody> notAcceptable(HttpMediaTypeNotAcceptableException e) {
    return response(
        ErrorCode.NOT_ACCEPTABLE, "The response is not available in an accepted media type.");
  }

  @ExceptionHandler
  ResponseEntity<ErrorBody> unsafe(RequestRejectedException e) {
    Matcher rejected = REJECTED.matcher(String.valueOf(e.getMessage()));
    return response(
        ErrorCode.VALIDATION_ERROR,
        "%s contains characters that are not allowed, such as NUL."
            .formatted(rejected.find() ? rejected.group(1) : "A parameter or header"));
  }

  /** Tomcat cannot parse the query or the form: a parameter has no name, or a bad "%" escape. */
  @ExceptionHandler
  ResponseEntity<ErrorBody> unreadable(InvalidParameterException e) {
    return response(
        ErrorCode.VALIDATION_ERROR,
        "The parameters cannot be parsed: one has no name, or is badly encoded.");
  }

  @ExceptionHandler
  @Nullable ResponseEntity<ErrorBody> unexpected(Exception e, HttpServletRequest request) {
    if (e instanceof org.springframework.web.context.request.async.AsyncRequestNotUsableException) {
      return null; // the client has closed the connection: a body could not be sent
    }
    if (DatabaseOutage.isCause(e)) {
      log.warn(
          "Request {} {} failed; the client gets status 503: {}",
          request.getMethod(),
          request.getRequestURI(),
          e.toString());
      return refused(DatabaseOutage.response());
    }
    log.error(
        "Request {} {} failed; the client gets status 500",
        request.getMethod(),
        request.getRequestURI(),
        e);
    return response(ErrorCode.INTERNAL_ERROR, "The service failed to carry out this request.");
  }

  private static ResponseEntity<ErrorBody> response(ErrorCode code, String sentence) {
    return response(code, sentence, new HttpHeaders());
  }

  private static ResponseEntity<ErrorBody> response(
      ErrorCode code, String sentence, HttpHeaders headers) {
    HttpStatusCode status = code.status();
    // Set explicitly, because errors are JSON regardless of the header Accept.
    return ResponseEntity.status(status)
        .headers(headers)
        .contentType(MediaType.APPLICATION_JSON)
        .body(ErrorBody.of(code, sentence));
  }
}

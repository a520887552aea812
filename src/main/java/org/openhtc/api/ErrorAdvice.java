package org.openhtc.api;

import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.MissingRequestHeaderException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.NoHandlerFoundException;
import org.springframework.web.servlet.resource.NoResourceFoundException;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.DatabindException;

/** Turns whatever a request ended with into {@link ErrorBody}; only the unexpected is logged. */
@RestControllerAdvice
class ErrorAdvice {
  /** How much of a refused value the client is shown again. */
  private static final int SHOWN = 100;

  /** The name in the sentence of the firewall that reads parameters and headers. */
  private static final Pattern REJECTED = Pattern.compile(": \"(\\S+) \" has a value");

  private static final Logger log = LoggerFactory.getLogger(ErrorAdvice.class);

  @ExceptionHandler
  ResponseEntity<ErrorBody> refused(ApiException e) {
    HttpHeaders headers = new HttpHeaders();
    e.retryAfter().ifPresent(wait -> headers.set(HttpHeaders.RETRY_AFTER, wait));
    if (e.code() == ErrorCode.UNAUTHORIZED) {
      // Where a controller looks at credentials itself, they are Basic ones.
      headers.set(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"OpenHTC\"");
    }
    return answer(e.code(), e.sentence(), headers);
  }

  @ExceptionHandler
  ResponseEntity<ErrorBody> unreadable(HttpMessageNotReadableException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof ApiException refusal) {
        return refused(refusal);
      }
    }
    return switch (e.getCause()) {
      case DatabindException bad when bad.getCause() instanceof ApiException refusal ->
          refused(refusal);
      case DatabindException bad -> answer(ErrorCode.VALIDATION_ERROR, BodyProblem.sentence(bad));
      case InputCoercionException bad ->
          answer(ErrorCode.VALIDATION_ERROR, BodyProblem.sentence(bad));
      case StreamReadException bad ->
          answer(ErrorCode.MALFORMED_BODY, "The body is not JSON: " + BodyProblem.place(bad));
      case null, default ->
          answer(ErrorCode.MALFORMED_BODY, "The body is missing or can't be read as JSON.");
    };
  }

  @ExceptionHandler
  ResponseEntity<ErrorBody> invalid(MethodArgumentNotValidException e) {
    return answer(
        ErrorCode.VALIDATION_ERROR,
        e.getFieldErrors().stream()
            .map(f -> complaint(f.getField(), f.getRejectedValue(), f.getDefaultMessage()))
            .sorted()
            .collect(Collectors.joining(" ")));
  }

  @ExceptionHandler
  ResponseEntity<ErrorBody> invalid(HandlerMethodValidationException e) {
    return answer(
        ErrorCode.VALIDATION_ERROR,
        e.getParameterValidationResults().stream()
            .map(r ->
                complaint(
                    r.getMethodParameter().getParameterName(),
                    r.getArgument(),
                    r.getResolvableErrors().getFirst().getDefaultMessage()))
            .collect(Collectors.joining(" ")));
  }

  private static String complaint(
      @Nullable String member, @Nullable Object value, @Nullable String problem) {
    if (value == null) {
      return "%s %s.".formatted(member, problem);
    }
    String text = value.toString();
    String shown = text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text;
    return "%s '%s' %s.".formatted(member, shown, problem);
  }

  @ExceptionHandler
  ResponseEntity<ErrorBody> mismatch(MethodArgumentTypeMismatchException e) {
    return answer(
        ErrorCode.VALIDATION_ERROR,
        "%s '%s' is not a valid value.".formatted(e.getName(), e.getValue()));
  }

  @ExceptionHandler
  ResponseEntity<ErrorBody> missing(MissingServletRequestParameterException e) {
    return answer(
        ErrorCode.VALIDATION_ERROR, "Parameter %s is missing.".formatted(e.getParameterName()));
  }

  @ExceptionHandler
  ResponseEntity<ErrorBody> missing(MissingRequestHeaderException e) {
    return answer(ErrorCode.VALIDATION_ERROR, "Header %s is missing.".formatted(e.getHeaderName()));
  }

  @ExceptionHandler
  ResponseEntity<ErrorBody> noSuchPath(NoResourceFoundException e) {
    return answer(ErrorCode.NOT_FOUND, "There is no path '/%s'.".formatted(e.getResourcePath()));
  }

  @ExceptionHandler
  ResponseEntity<ErrorBody> noSuchPath(NoHandlerFoundException e) {
    return answer(ErrorCode.NOT_FOUND, "There is no path '%s'.".formatted(e.getRequestURL()));
  }

  @ExceptionHandler
  ResponseEntity<ErrorBody> noSuchMethod(HttpRequestMethodNotSupportedException e) {
    HttpHeaders headers = new HttpHeaders();
    headers.setAllow(allowed(e));
    return answer(
        ErrorCode.METHOD_NOT_ALLOWED,
        "Method %s is not allowed here.".formatted(e.getMethod()),
        headers);
  }

  /** What is mapped, and what comes with it: HEAD with GET, and OPTIONS everywhere. */
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
    return answer(
        ErrorCode.UNSUPPORTED_MEDIA_TYPE,
        "Content-Type '%s' is not supported; send %s."
            .formatted(e.getContentType(), e.getSupportedMediaTypes().getFirst()),
        e.getHeaders());
  }

  @ExceptionHandler
  ResponseEntity<ErrorBody> notAcceptable(HttpMediaTypeNotAcceptableException e) {
    return answer(ErrorCode.NOT_ACCEPTABLE, "No answer of the accepted media types can be given.");
  }

  @ExceptionHandler
  ResponseEntity<ErrorBody> unsafe(RequestRejectedException e) {
    Matcher rejected = REJECTED.matcher(String.valueOf(e.getMessage()));
    return answer(
        ErrorCode.VALIDATION_ERROR,
        "%s holds characters that are not taken, such as NUL."
            .formatted(rejected.find() ? rejected.group(1) : "A parameter or header"));
  }

  /** The server can't take the query or the form apart: a parameter has no name, or half a "%". */
  @ExceptionHandler
  ResponseEntity<ErrorBody> unreadable(InvalidParameterException e) {
    return answer(
        ErrorCode.VALIDATION_ERROR,
        "The parameters can't be read: one has no name, or is badly encoded.");
  }

  @ExceptionHandler
  @Nullable ResponseEntity<ErrorBody> unexpected(Exception e, HttpServletRequest request) {
    if (e instanceof org.springframework.web.context.request.async.AsyncRequestNotUsableException) {
      return null; // the client went away while we answered: nobody reads a body
    }
    log.error(
        "Request {} {} failed and is answered 500",
        request.getMethod(),
        request.getRequestURI(),
        e);
    return answer(ErrorCode.INTERNAL_ERROR, "The service failed to carry out this request.");
  }

  private static ResponseEntity<ErrorBody> answer(ErrorCode code, String sentence) {
    return answer(code, sentence, new HttpHeaders());
  }

  private static ResponseEntity<ErrorBody> answer(
      ErrorCode code, String sentence, HttpHeaders headers) {
    HttpStatusCode status = code.status();
    // Named, because an error is told as JSON whatever the client asked for.
    return ResponseEntity.status(status)
        .headers(headers)
        .contentType(MediaType.APPLICATION_JSON)
        .body(ErrorBody.of(code, sentence));
  }
}

package org.openhtc.body;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.openhtc.api.ApiException;
import org.openhtc.api.ErrorCode;
import org.springframework.stereotype.Component;
import org.springframework.validation.BeanPropertyBindingResult;
import org.springframework.validation.FieldError;
import org.springframework.validation.SmartValidator;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/**
 * Parses and validates bodies. Lists and maps are refused as soon as they have too many entries.
 */
@Component
class BodyParser {
  /** The number of violations that a response lists; one request may have a thousand. */
  private static final int LISTED = 5;

  private final JsonMapper json;
  private final SmartValidator validator;

  BodyParser(JsonMapper json, SmartValidator validator) {
    this.json =
        json.rebuild()
            .addModule(
                new SimpleModule("bounded")
                    .addAbstractTypeMapping(List.class, BoundedList.class)
                    .addAbstractTypeMapping(Map.class, BoundedMap.class))
            .build();
    this.validator = validator;
  }

  <T> T read(HttpServletRequest request, Type type) {
    T value = parsed(request, json.constructType(type));
    validate(value);
    return value;
  }

  private <T> T parsed(HttpServletRequest request, JavaType type) {
    try (JsonParser parser = json.createParser(request.getInputStream())) {
      T value = parser.nextToken() == null ? null : json.readValue(parser, type);
      if (value == null) {
        throw missing();
      }
      return value;
    } catch (JacksonException e) {
      throw refusal(e);
    } catch (IOException e) {
      throw missing();
    }
  }

  private static ApiException missing() {
    return new ApiException(
        ErrorCode.MALFORMED_BODY, "The body is missing or cannot be read as JSON.");
  }

  private static ApiException refusal(JacksonException problem) {
    for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
      if (cause instanceof ApiException refusal) {
        return refusal;
      }
    }
    return BodyProblem.refusal(problem);
  }

  private void validate(Object value) {
    BeanPropertyBindingResult problems = new BeanPropertyBindingResult(value, "body");
    validator.validate(value, problems);
    if (problems.hasErrors()) {
      throw ApiException.invalid(
          problems.getFieldErrors().stream()
              .map(BodyParser::sentence)
              .sorted()
              .limit(LISTED)
              .collect(Collectors.joining(" ")));
    }
  }

  private static String sentence(FieldError problem) {
    Object value = problem.getRejectedValue();
    return value == null
        ? "%s %s.".formatted(problem.getField(), problem.getDefaultMessage())
        : "%s '%s' %s."
            .formatted(
                problem.getField(), Excerpt.of(value.toString()), problem.getDefaultMessage());
  }
}

package org.openhtc.body;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.openhtc.api.ApiException;
import org.openhtc.api.ErrorCode;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.MismatchedInputException;

/** Describes in one sentence, without class names, which property of a body is wrong. */
final class BodyProblem {
  private BodyProblem() {}

  static ApiException refusal(JacksonException problem) {
    return switch (problem) {
      case DatabindException bad -> ApiException.invalid(sentence(bad));
      case InputCoercionException bad -> ApiException.invalid(sentence(bad));
      case StreamReadException bad ->
          new ApiException(ErrorCode.MALFORMED_BODY, "The body is not JSON: " + location(bad));
      default ->
          new ApiException(
              ErrorCode.MALFORMED_BODY, "The body is missing or cannot be read as JSON.");
    };
  }

  private static String sentence(DatabindException problem) {
    String member = member(problem.getPath());
    return switch (problem) {
      case InvalidFormatException bad when isEnum(bad) ->
          "%s '%s' is not one of %s.".formatted(member, shown(bad), constants(bad.getTargetType()));
      case InvalidFormatException bad when bad.getTargetType() == String.class ->
          "%s '%s' contains a NUL character or half of a surrogate pair."
              .formatted(member, shown(bad));
      case InvalidFormatException bad ->
          "%s '%s' is not %s.".formatted(member, shown(bad), kind(bad.getTargetType()));
      case MismatchedInputException bad when bad.getTargetType() != null ->
          "%s is not %s.".formatted(member, kind(bad.getTargetType()));
      case DatabindException bad when bad.getCause() instanceof TooManyElementsException many ->
          "%s has more than %d elements."
              .formatted(member(bad.getPath().subList(0, bad.getPath().size() - 1)), many.max());
      default -> "%s cannot be read.".formatted(member);
    };
  }

  private static String shown(InvalidFormatException bad) {
    return Excerpt.of(String.valueOf(bad.getValue()));
  }

  /** A number out of range for its Java type; the parser is still positioned at the property. */
  private static String sentence(InputCoercionException problem) {
    String member =
        problem.processor() instanceof JsonParser parser
            ? member(parser.streamReadContext())
            : "A number in the body";
    return "%s is not a whole number in range.".formatted(member);
  }

  private static String member(TokenStreamContext context) {
    if (context.inRoot()) {
      return "";
    }
    String parent = member(context.getParent());
    if (context.inArray()) {
      return "%s[%d]".formatted(parent, context.getCurrentIndex());
    }
    return parent.isEmpty() ? context.currentName() : parent + "." + context.currentName();
  }

  private static String location(StreamReadException problem) {
    TokenStreamLocation at = problem.getLocation();
    return at == null
        ? "it ends too early."
        : "see line %d, column %d.".formatted(at.getLineNr(), at.getColumnNr());
  }

  /** Path of the property, such as {@code [0].htcJobDefinition.maxVCpus}. */
  private static String member(List<JacksonException.Reference> steps) {
    String path =
        steps.stream()
            .map(step ->
                step.getPropertyName() == null
                    ? "[" + step.getIndex() + "]"
                    : "." + step.getPropertyName())
            .collect(Collectors.joining());
    if (path.isEmpty()) {
      return "The body";
    }
    return path.startsWith(".") ? path.substring(1) : path;
  }

  private static boolean isEnum(InvalidFormatException bad) {
    return bad.getTargetType() != null && bad.getTargetType().isEnum();
  }

  private static String constants(Class<?> type) {
    return Arrays.stream(type.getEnumConstants())
        .map(String::valueOf)
        .collect(Collectors.joining(", "));
  }

  private static String kind(Class<?> type) {
    if (type.isArray() || Iterable.class.isAssignableFrom(type)) {
      return "an array";
    }
    if (type == boolean.class || type == Boolean.class) {
      return "true or false";
    }
    if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
      return "a whole number in range";
    }
    return CharSequence.class.isAssignableFrom(type) ? "a string" : "a valid value";
  }
}

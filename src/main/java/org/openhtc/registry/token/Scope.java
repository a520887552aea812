package org.openhtc.registry.token;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A resource and the actions that an engine requests on it. The Docker token protocol writes it as
 * {@code repository:projects/<id>/app:pull,push}.
 *
 * @param type kind of resource; {@code repository} is the only one that users may access
 */
public record Scope(String type, String name, List<String> actions) {

  /**
   * The scopes of a request. Malformed ones are ignored, so that they grant nothing.
   *
   * @param parameters each may contain several scopes, separated by spaces
   */
  public static List<Scope> parseAll(List<String> parameters) {
    return parameters.stream()
        .flatMap(parameter -> Stream.of(parameter.split(" ")))
        .flatMap(text -> parse(text).stream())
        .toList();
  }

  /** Splits at the first and the last colon, because the name may contain colons. */
  private static Optional<Scope> parse(String text) {
    int first = text.indexOf(':');
    int last = text.lastIndexOf(':');
    if (first <= 0 || last <= first + 1) {
      return Optional.empty();
    }
    List<String> actions =
        Arrays.stream(text.substring(last + 1).split(","))
            .filter(action -> !action.isEmpty())
            .distinct()
            .toList();
    return Optional.of(
        new Scope(text.substring(0, first), text.substring(first + 1, last), actions));
  }
}

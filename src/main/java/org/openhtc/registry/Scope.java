package org.openhtc.registry;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One resource that an engine asks access to, as the Docker token protocol writes it: {@code
 * repository:projects/<id>/app:pull,push}.
 *
 * @param type kind of resource; {@code repository} is the only one that users may reach
 */
record Scope(String type, String name, List<String> actions) {

  /**
   * The scopes of a request; what is malformed is left out, so it grants nothing.
   *
   * @param parameters each may hold several, with spaces between
   */
  static List<Scope> parseAll(List<String> parameters) {
    return parameters.stream()
        .flatMap(parameter -> Stream.of(parameter.split(" ")))
        .flatMap(text -> parse(text).stream())
        .toList();
  }

  /** A name may hold a colon itself, so the outermost two separate. */
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

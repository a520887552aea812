package org.openhtc.embedded.http;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The parameters in the URL of a request, decoded. Those in a body of a form's media type are no
 * parameters: the body is the content of an object.
 */
public final class QueryParameters {
  private final List<Parameter> all;

  private QueryParameters(List<Parameter> all) {
    this.all = all;
  }

  public record Parameter(String name, String value) {}

  public static QueryParameters of(@Nullable String query) {
    List<Parameter> all = new ArrayList<>();
    for (String part : (query == null ? "" : query).split("&")) {
      if (!part.isEmpty()) {
        int at = part.indexOf('=');
        String name = at < 0 ? part : part.substring(0, at);
        all.add(new Parameter(decode(name), at < 0 ? "" : decode(part.substring(at + 1))));
      }
    }
    return new QueryParameters(all);
  }

  private static String decode(String text) {
    return PercentCoding.decode(text.replace('+', ' '));
  }

  public List<Parameter> all() {
    return all;
  }

  public boolean has(String name) {
    return get(name) != null;
  }

  /** The first value; null when there is none. */
  public @Nullable String get(String name) {
    return all.stream()
        .filter(p -> p.name().equals(name))
        .map(Parameter::value)
        .findFirst()
        .orElse(null);
  }

  public String get(String name, String otherwise) {
    String value = get(name);
    return value == null ? otherwise : value;
  }

  /** Null when the parameter is absent or empty. */
  public @Nullable String nonEmpty(String name) {
    String value = get(name);
    return value == null || value.isEmpty() ? null : value;
  }

  public long count(String name) {
    return all.stream().filter(p -> p.name().equals(name)).count();
  }

  /**
   * A number.
   *
   * @throws S3Error when the value is not a number from 0 to {@code max}
   */
  public int number(String name, int otherwise, int max) {
    String value = nonEmpty(name);
    if (value == null) {
      return otherwise;
    }
    if (!value.matches("[0-9]{1,9}") || Integer.parseInt(value) > max) {
      throw S3Error.invalid("%s must be a number from 0 to %d.".formatted(name, max));
    }
    return Integer.parseInt(value);
  }
}

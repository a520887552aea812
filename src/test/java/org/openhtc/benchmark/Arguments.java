package org.openhtc.benchmark;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.convert.DurationStyle;

/** Command-line arguments of the form {@code --name=value}. */
record Arguments(Map<String, String> values) {
  static Arguments of(String... words) {
    Map<String, String> values = new HashMap<>();
    for (String word : words) {
      int equals = word.indexOf('=');
      if (!word.startsWith("--") || equals < 0) {
        throw new IllegalArgumentException("not of the form --name=value: " + word);
      }
      values.put(word.substring(2, equals), word.substring(equals + 1));
    }
    return new Arguments(values);
  }

  String text(String name, String otherwise) {
    return values.getOrDefault(name, otherwise);
  }

  int number(String name, int otherwise) {
    return Integer.parseInt(text(name, "" + otherwise));
  }

  /** Such as {@code 300s} or {@code 200ms}; a number without a unit is in seconds. */
  Duration duration(String name) {
    return DurationStyle.SIMPLE.parse(text(name, "0"), ChronoUnit.SECONDS);
  }
}

package org.openhtc.job.retry;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Exit codes from one to another; written as {@code 137} or {@code 1-99}.
 *
 * @param from 0 to 255
 * @param to at least {@code from}, at most 255
 */
public record ExitCodeRange(int from, int to) {
  private static final Pattern FORM = Pattern.compile("(\\d{1,3})(?:-(\\d{1,3}))?");
  private static final int LARGEST = 255;

  /**
   * @throws IllegalArgumentException if the text is no exit code and no range
   */
  @JsonCreator
  public static ExitCodeRange parse(String text) {
    Matcher parts = FORM.matcher(text);
    if (parts.matches()) {
      int from = Integer.parseInt(parts.group(1));
      int to = parts.group(2) == null ? from : Integer.parseInt(parts.group(2));
      if (from <= to && to <= LARGEST) {
        return new ExitCodeRange(from, to);
      }
    }
    throw new IllegalArgumentException("neither an exit code nor a range from 0 to " + LARGEST);
  }

  boolean contains(int exitCode) {
    return from <= exitCode && exitCode <= to;
  }

  @Override
  @JsonValue
  public String toString() {
    return from == to ? Integer.toString(from) : from + "-" + to;
  }
}

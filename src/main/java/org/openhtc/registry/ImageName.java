package org.openhtc.registry;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of an image in user requests, such as {@code team/app:1}; the default tag is {@code
 * latest}.
 */
record ImageName(String repository, String tag) {
  private static final Pattern FORM =
      Pattern.compile("([a-z0-9][a-z0-9._/-]{0,254})(?::([\\w][\\w.-]{0,127}))?");

  /** Empty when the text is not a valid image name. */
  static Optional<ImageName> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String tag = matcher.group(2);
    return Optional.of(new ImageName(matcher.group(1), tag == null ? "latest" : tag));
  }

  @Override
  public String toString() {
    return repository + ":" + tag;
  }
}

package org.openhtc.registry;

import java.util.regex.Pattern;
import org.openhtc.api.ApiException;

/** The published rule for names of repositories, and our bound on their length. */
final class RepositoryName {
  private static final Pattern FORM =
      Pattern.compile("(?:[a-z0-9]+(?:[._-][a-z0-9]+)*/)*[a-z0-9]+(?:[._-][a-z0-9]+)*");

  /**
   * A registry takes 255 characters with its own address before the name, and answers 500 to more;
   * the project's path needs 46, which leaves 81 for the address.
   */
  private static final int LONGEST = 128;

  private RepositoryName() {}

  /**
   * @throws ApiException 400 naming repoName
   */
  static String checked(String name) {
    if (name.length() > LONGEST) {
      throw ApiException.invalid(
          "repoName '%s...' is longer than %d characters."
              .formatted(name.substring(0, 60), LONGEST));
    }
    if (!FORM.matcher(name).matches()) {
      throw ApiException.invalid("repoName '%s' must match %s.".formatted(name, FORM.pattern()));
    }
    return name;
  }
}

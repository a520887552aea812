package org.openhtc.registry;

import java.util.regex.Pattern;
import org.openhtc.api.ApiException;

/** The published rule for names of repositories, and OpenHTC's limit of their length. */
final class RepositoryName {
  private static final Pattern FORM =
      Pattern.compile("(?:[a-z0-9]+(?:[._-][a-z0-9]+)*/)*[a-z0-9]+(?:[._-][a-z0-9]+)*");

  /**
   * A registry accepts 255 characters, which include its own address, and responds with status 500
   * to longer names. The project's path takes 46, so that 81 characters remain for the address.
   */
  private static final int MAX_LENGTH = 128;

  private RepositoryName() {}

  /**
   * Returns the name.
   *
   * @throws ApiException 400 when it is too long or not of the published form
   */
  static String checked(String name) {
    if (name.length() > MAX_LENGTH) {
      throw ApiException.invalid(
          "repoName '%s...' is longer than %d characters."
              .formatted(name.substring(0, 60), MAX_LENGTH));
    }
    if (!FORM.matcher(name).matches()) {
      throw ApiException.invalid("repoName '%s' must match %s.".formatted(name, FORM.pattern()));
    }
    return name;
  }
}

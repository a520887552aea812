package org.openhtc.job;

import org.jspecify.annotations.Nullable;
import org.openhtc.api.ApiException;

/** The name of a group of batches, as a query parameter: up to 255 characters on one line. */
public final class GroupName {
  private static final int MAX = 255;
  private static final int SHOWN = 60;

  private GroupName() {}

  /**
   * Checks the parameter {@code group}.
   *
   * @return the name; null if it is absent or empty
   * @throws ApiException 400 if the name is too long or contains a control character
   */
  public static @Nullable String checked(@Nullable String group) {
    if (group == null || group.isEmpty()) {
      return null;
    }
    if (group.chars().anyMatch(Character::isISOControl)) {
      throw ApiException.invalid("group '%s' contains a control character.".formatted(group));
    }
    if (group.length() > MAX) {
      throw ApiException.invalid(
          "group '%s...' is longer than %d characters.".formatted(group.substring(0, SHOWN), MAX));
    }
    return group;
  }
}

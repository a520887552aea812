package org.openhtc.job;

import org.jspecify.annotations.Nullable;
import org.openhtc.api.ApiException;

/** The name of a group of batches, as a query parameter: up to 255 code points on one line. */
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
      throw ApiException.invalid(
          "group '%s' contains a control character.".formatted(shown(group)));
    }
    if (group.codePointCount(0, group.length()) > MAX) {
      throw ApiException.invalid(
          "group '%s' is longer than %d characters.".formatted(shown(group), MAX));
    }
    return group;
  }

  /**
   * Checks the parameter {@code group} of an operation that changes jobs. There, an empty name is
   * more likely a mistake in a script than a request for all jobs.
   *
   * @return the name; null if the parameter is absent
   * @throws ApiException 400 as for {@link #checked}, or if the name is empty
   */
  public static @Nullable String checkedNotEmpty(@Nullable String group) {
    if (group != null && group.isEmpty()) {
      throw ApiException.invalid("group is empty; leave it out to choose all jobs of the task.");
    }
    return checked(group);
  }

  private static String shown(String group) {
    return group.codePointCount(0, group.length()) <= SHOWN
        ? group
        : group.substring(0, group.offsetByCodePoints(0, SHOWN)) + "...";
  }
}

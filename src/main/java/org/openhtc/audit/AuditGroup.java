package org.openhtc.audit;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * How many entries of a workspace have the same user and operation.
 *
 * @param operation null for requests that reached no operation
 */
record AuditGroup(String userId, @Nullable String operation, long entries) {

  /**
   * How many entries each group may keep, so that all of them together have a limited number: the
   * largest groups keep equally many, and smaller ones lose none.
   *
   * @param most entries of all groups together
   */
  static long largest(Collection<AuditGroup> groups, long most) {
    long left = most;
    int others = groups.size();
    for (long entries : groups.stream().mapToLong(AuditGroup::entries).sorted().toArray()) {
      if (entries > left / others) {
        return left / others;
      }
      left -= entries;
      others--;
    }
    return Long.MAX_VALUE;
  }
}

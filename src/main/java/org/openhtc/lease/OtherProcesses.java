package org.openhtc.lease;

import java.util.Map;
import java.util.Set;

/**
 * The other running processes of the installation, and the leases that this process can't take.
 *
 * @param registered the leases of each other process; empty sets for those that hold none
 * @param scopes all leases that others hold, also those of processes that are not registered
 */
record OtherProcesses(Map<String, Set<String>> registered, Set<String> scopes) {
  static final OtherProcesses NONE = new OtherProcesses(Map.of(), Set.of());

  boolean isEmpty() {
    return registered.isEmpty();
  }

  int size() {
    return registered.size();
  }

  /** The smallest number of leases of the kind that one of them holds. */
  long fewest(String kind) {
    return registered.values().stream()
        .mapToLong(held -> held.stream().filter(scope -> LeaseKind.isOf(scope, kind)).count())
        .min()
        .orElse(0);
  }
}

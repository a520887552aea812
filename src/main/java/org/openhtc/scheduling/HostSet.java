package org.openhtc.scheduling;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The hosts of a region that certain jobs may use. Two sets are equal only if they are the same
 * object, so a set is a cheap key of a map.
 */
final class HostSet {
  /** All hosts of the region. */
  static final HostSet ALL = new HostSet(null);

  private final @Nullable Set<String> names;

  private HostSet(@Nullable Set<String> names) {
    this.names = names;
  }

  static HostSet of(Set<String> names) {
    return new HostSet(Set.copyOf(names));
  }

  boolean contains(String host) {
    return names == null || names.contains(host);
  }
}

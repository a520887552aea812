package org.openhtc.scheduling.plan;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The hosts of a region that certain jobs may use. Two sets are equal only if they are the same
 * object, so a set is a cheap key of a map.
 */
public final class HostSet {
  /** All hosts of the region. */
  static final HostSet ALL = new HostSet(null, null);

  private final @Nullable Set<String> names;

  private final @Nullable String excluded;

  private HostSet(@Nullable Set<String> names, @Nullable String excluded) {
    this.names = names;
    this.excluded = excluded;
  }

  static HostSet of(Set<String> names) {
    return new HostSet(Set.copyOf(names), null);
  }

  /** The same hosts except one; a set of its own at each call. */
  HostSet without(String host) {
    return new HostSet(names, host);
  }

  boolean contains(String host) {
    return !host.equals(excluded) && (names == null || names.contains(host));
  }
}

package org.openhtc.job;

import java.util.Set;

/**
 * Published after jobs were submitted or cancelled, or left their hosts: there may be work or room.
 * A hint to read the database, which alone is authoritative.
 *
 * @param freedHosts the hosts that jobs have left
 */
public record QueueChanged(Set<String> freedHosts) {
  public QueueChanged {
    freedHosts = Set.copyOf(freedHosts);
  }

  /** A change that left the hosts as they were. */
  public QueueChanged() {
    this(Set.of());
  }
}

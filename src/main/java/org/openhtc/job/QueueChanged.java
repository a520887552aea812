package org.openhtc.job;

import java.util.Map;

/**
 * Published after jobs were submitted or cancelled, or left their hosts: there may be work or room.
 * A hint to read the database, which alone is authoritative.
 *
 * @param leftHosts how many jobs have left each host
 */
public record QueueChanged(Map<String, Integer> leftHosts) {
  public QueueChanged {
    leftHosts = Map.copyOf(leftHosts);
  }

  /** A change that left the hosts as they were. */
  public QueueChanged() {
    this(Map.of());
  }
}

package org.openhtc.job;

import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Published after jobs were submitted or cancelled, or left their hosts: there may be work or room.
 * A hint to read the database, which alone is authoritative.
 *
 * @param left how many jobs have run and left each host; 0 where jobs have left that did not run,
 *     or where the number is not known
 */
public record QueueChanged(Map<String, Integer> left) {
  public QueueChanged {
    left = Map.copyOf(left);
  }

  /** An unknown number of jobs have left these hosts. */
  public QueueChanged(Set<String> freedHosts) {
    this(freedHosts.stream().collect(Collectors.toMap(Function.identity(), host -> 0)));
  }

  /** A change that left the hosts as they were. */
  public QueueChanged() {
    this(Map.of());
  }

  /** The hosts that jobs have left. */
  public Set<String> freedHosts() {
    return left.keySet();
  }
}

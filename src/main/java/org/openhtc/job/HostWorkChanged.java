package org.openhtc.job;

import java.util.Set;

/**
 * Published after jobs were placed on hosts, or after their end was requested. A hint to read the
 * database, which alone is authoritative.
 *
 * @param isPlacement jobs were placed by this process, which has published them before; a notice
 *     from another process has false
 */
public record HostWorkChanged(Set<String> hosts, boolean isPlacement) {

  /** A change that has to be read. */
  public HostWorkChanged(Set<String> hosts) {
    this(hosts, false);
  }
}

package org.openhtc.host;

import java.util.Map;

/** What jobs use of hosts; implemented by module {@code scheduling}. */
public interface HostUsage {

  /**
   * What the starting and running jobs of one host use together.
   *
   * @param vcpus the sum of their vCPUs; may exceed the host's while jobs are placed ahead
   */
  record Used(long vcpus, long memoryMib) {
    static final Used NOTHING = new Used(0, 0);
  }

  /** By host; hosts without jobs are not included. */
  Map<String, Used> used();
}

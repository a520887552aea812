package org.openhtc.host;

import java.util.Map;

/** The work of hosts; implemented by module {@code execution}, which runs their agents. */
public interface HostWork {

  /** The number of starting and running jobs on each host; hosts without jobs are not included. */
  Map<String, Integer> liveJobs();

  /**
   * The number of containers of jobs that the host's engine still has, running or not. They matter
   * because the log of a job is only stored when its container is removed. 0 when the engine is
   * unreachable.
   */
  int containers(Host host);
}

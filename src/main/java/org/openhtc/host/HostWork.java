package org.openhtc.host;

import java.util.Map;

/** What hosts have to do; answered by the module that looks after them. */
public interface HostWork {

  /** How many jobs are starting or running on each host; a host without any is left out. */
  Map<String, Integer> liveJobs();

  /**
   * How many containers of jobs the host's engine still holds, running or not: what a job printed
   * is kept only while its container is removed. 0 when the engine does not answer.
   */
  int containers(Host host);
}

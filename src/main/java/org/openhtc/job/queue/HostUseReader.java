package org.openhtc.job.queue;

import java.util.Collection;
import java.util.List;

/** Reads what jobs use of hosts. Hosts without jobs have no entry. */
public interface HostUseReader {

  /** The use of all hosts of all regions. */
  List<HostUse> all();

  /** The use of these hosts. */
  List<HostUse> of(Collection<String> hosts);
}

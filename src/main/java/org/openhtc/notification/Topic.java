package org.openhtc.notification;

import java.util.Set;
import org.openhtc.host.HostAvailabilityChanged;
import org.openhtc.host.HostsChanged;
import org.openhtc.job.HostWorkChanged;
import org.openhtc.job.QueueChanged;
import org.openhtc.workspace.LimitsChanged;

/** What changed. A notification of some topics names hosts. */
enum Topic {
  QUEUE,
  HOST_WORK,
  HOSTS,
  HOST_AVAILABILITY,
  LIMITS;

  /** The event as its own process would have published it. */
  Object event(Set<String> hosts) {
    return switch (this) {
      case QUEUE -> new QueueChanged(hosts);
      case HOST_WORK -> new HostWorkChanged(hosts);
      case HOSTS -> new HostsChanged();
      case HOST_AVAILABILITY -> new HostAvailabilityChanged();
      case LIMITS -> new LimitsChanged();
    };
  }
}

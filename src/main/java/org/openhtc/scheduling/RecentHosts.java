package org.openhtc.scheduling;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.openhtc.host.Host;
import org.openhtc.host.Hosts;
import org.springframework.stereotype.Component;

/**
 * The hosts of all regions as they were a moment ago: reading them takes at most 1 % of the time,
 * unless they change. A placement does not rely on them alone: its transaction checks and locks the
 * hosts.
 */
@Component
class RecentHosts {
  private static final Duration LONGEST = Duration.ofSeconds(1);
  private static final int PAUSE_PER_READ = 100;

  private final Hosts hosts;
  private final ReadPace pace;
  private List<Host> recent = List.of();
  private volatile boolean isChanged;

  RecentHosts(Hosts hosts, Clock clock) {
    this.hosts = hosts;
    this.pace = new ReadPace(clock, PAUSE_PER_READ, LONGEST);
  }

  /** Hosts were added, changed or removed, or their health was: may be called by any thread. */
  void markChanged() {
    isChanged = true;
  }

  /** For the thread of the ticks. */
  List<Host> all() {
    if (isChanged || pace.isDue()) {
      isChanged = false;
      pace.reset();
      pace.begin();
      recent = hosts.all();
      pace.end();
    }
    return recent;
  }
}

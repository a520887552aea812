package org.openhtc.host;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The health of hosts, as their agents report it. */
public interface HostReports {

  Optional<Host> find(String name);

  /** Since when no process of the service has reached the host's engine; empty while one does. */
  Optional<Instant> unreachableSince(String host);

  /**
   * The former names of the host: hosts with the same engine that are no longer configured. Empty
   * if another configured host with that engine comes first by name.
   */
  Set<String> formerNames(String host);

  /**
   * The host's engine responded: if it was unreachable or unfit, it takes jobs again.
   *
   * @param polled the host as it was when its engine was polled; the report is ignored if the host
   *     has been moved to another engine meanwhile
   */
  void reportReachable(Host polled, HostMeasure measure);

  /** The host's engine responded but lacks something that the settings require: it gets no jobs. */
  void reportUnfit(Host polled, HostMeasure measure, String reason);

  /**
   * These hosts were reachable at these times; nothing else about them has changed. Stored in one
   * statement, because every reachable host is reported now and then.
   */
  void reportSeen(Map<String, Instant> lastSeenAt);

  /** The host's engine is unreachable: the host takes no jobs until it is reachable again. */
  void reportUnreachable(Host polled, String reason);

  /**
   * Jobs fail to start on the host: it takes none until {@link #release}. Has no effect on a host
   * that was reported as unfit.
   */
  void quarantine(String name, String reason);

  /** Ends a quarantine: the host takes jobs again. Has no effect on a host without one. */
  void release(String name);
}

package org.openhtc.execution.host;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openhtc.host.Host;
import org.openhtc.host.HostMeasure;
import org.openhtc.host.HostReports;

/**
 * Reports the health of one host when it has changed. A report that could not be stored is made
 * again with the next one. {@link HostAgents} refreshes the time of the last contact of all hosts.
 */
final class HealthReports {
  private sealed interface Report {
    record Reachable(HostMeasure measure) implements Report {}

    record Unfit(HostMeasure measure, String reason) implements Report {}

    record Unreachable(String reason) implements Report {}
  }

  private final Host host;
  private final HostReports hosts;
  private @Nullable Report last;

  HealthReports(Host host, HostReports hosts) {
    this.host = host;
    this.hosts = hosts;
  }

  /** Lets the next report be stored in any case: another process may have made other ones. */
  void forget() {
    last = null;
  }

  void reachable(HostMeasure measure) {
    report(new Report.Reachable(measure));
  }

  void unfit(HostMeasure measure, String reason) {
    report(new Report.Unfit(measure, reason));
  }

  /**
   * @param lastSeen the last contact; null if there was none
   */
  void unreachable(String reason, @Nullable Instant lastSeen) {
    if (lastSeen != null && !(last instanceof Report.Unreachable)) {
      hosts.reportSeen(Map.of(host.name(), lastSeen));
    }
    report(new Report.Unreachable(reason));
  }

  private void report(Report report) {
    if (report.equals(last)) {
      return;
    }
    last = null;
    switch (report) {
      case Report.Reachable(HostMeasure measure) -> hosts.reportReachable(host, measure);
      case Report.Unfit(HostMeasure measure, String reason) ->
          hosts.reportUnfit(host, measure, reason);
      case Report.Unreachable(String reason) -> hosts.reportUnreachable(host, reason);
    }
    last = report;
  }
}

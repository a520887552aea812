package org.openhtc.chaos;

import java.io.IOException;
import org.openhtc.replicas.Cluster;

/** The cluster in which runs take place: three replicas with a short lease, and some hosts. */
record ChaosCluster(Cluster replicas, ChaosHosts hosts) implements AutoCloseable {
  private static final int REPLICAS = 3;
  private static final int HOSTS = 4;
  private static final int VCPUS = 16;
  private static final int REAL_HOSTS = 2;

  static ChaosCluster simulated() throws IOException {
    return start(SimulatedChaosHosts.start(HOSTS, VCPUS));
  }

  /** With real engines of their own; needs the rights of root. */
  static ChaosCluster real() throws IOException {
    return start(RealChaosHosts.start(REAL_HOSTS));
  }

  private static ChaosCluster start(ChaosHosts hosts) throws IOException {
    Cluster replicas =
        Cluster.start(
            REPLICAS,
            hosts,
            "openhtc.lease.duration=2s",
            // The next list shows what lost events would have reported.
            "openhtc.execution.list-interval=3s",
            // An engine that fails some calls is tested again soon.
            "openhtc.execution.quarantine=3s",
            // No outage of a run lasts that long, so no attempt is given up while it runs.
            "openhtc.execution.host-lost-after=10m");
    return new ChaosCluster(replicas, hosts);
  }

  @Override
  public void close() throws IOException {
    replicas.close();
  }
}

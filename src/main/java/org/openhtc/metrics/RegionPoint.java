package org.openhtc.metrics;

import java.time.Instant;
import org.openhtc.host.HostHealth;

/** The figures of a region at one time. */
record RegionPoint(Instant at, long hosts, long readyHosts, long vcpus, long freeVcpus, long jobs) {

  static RegionPoint of(Instant at, PlatformFigures.OfRegion figures) {
    return new RegionPoint(
        at,
        figures.hosts().values().stream().mapToLong(Long::longValue).sum(),
        figures.hosts().getOrDefault(HostHealth.READY, 0L),
        figures.vcpus(),
        figures.freeVcpus(),
        figures.jobs());
  }
}

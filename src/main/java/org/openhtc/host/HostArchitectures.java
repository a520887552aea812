package org.openhtc.host;

import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.openhtc.region.Architecture;
import org.openhtc.region.RegionArchitectures;
import org.openhtc.region.RegionName;
import org.springframework.stereotype.Component;

/** Provides the architectures of a region's measured hosts to module {@code region}. */
@Component
class HostArchitectures implements RegionArchitectures {
  private final Hosts hosts;

  HostArchitectures(Hosts hosts) {
    this.hosts = hosts;
  }

  @Override
  public Set<Architecture> of(RegionName region) {
    return hosts.inRegion(region).stream()
        .map(Host::measure)
        .filter(Objects::nonNull)
        .map(HostMeasure::architecture)
        .collect(Collectors.toUnmodifiableSet());
  }
}

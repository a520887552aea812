package org.openhtc.host;

import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.openhtc.region.Architecture;
import org.openhtc.region.RegionArchitectures;
import org.openhtc.region.RegionName;
import org.springframework.stereotype.Component;

/** Answers module {@code region}: what its measured hosts are. */
@Component
class ArchitecturesOfHosts implements RegionArchitectures {
  private final Hosts hosts;

  ArchitecturesOfHosts(Hosts hosts) {
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

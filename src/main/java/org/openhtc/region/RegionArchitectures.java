package org.openhtc.region;

import java.util.Set;

/** Provides the architectures of a region's hosts; implemented by module {@code host}. */
public interface RegionArchitectures {

  /** The architectures of the region's hosts; empty when it has none. */
  Set<Architecture> of(RegionName region);
}

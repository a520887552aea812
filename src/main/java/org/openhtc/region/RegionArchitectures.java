package org.openhtc.region;

import java.util.Set;

/** What regions must know of compute hosts; answered by the module that has them. */
public interface RegionArchitectures {

  /** The architectures of the region's hosts; empty when it has none. */
  Set<Architecture> of(RegionName region);
}

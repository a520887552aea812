package org.openhtc.job;

import java.util.List;
import org.openhtc.region.RegionName;

/**
 * A region that tells waiting jobs why they wait. A batch of several regions is told by one of them
 * alone, so that no two fight.
 *
 * @param order regions that are asked before others, the first before all. A batch with none of
 *     them is told by the first of its own.
 */
public record ExplainingRegion(RegionName name, List<RegionName> order) {
  public ExplainingRegion {
    order = List.copyOf(order);
  }
}

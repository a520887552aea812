package org.openhtc.scheduling;

import java.time.Duration;
import java.util.List;
import org.openhtc.region.RegionName;

/** How long the scheduler's looks at the queue take, as far as this process led. */
public interface Ticks {

  /**
   * The ticks of a region since the service started.
   *
   * @param total time that they took together
   */
  record OfRegion(RegionName region, long count, Duration total) {
    OfRegion and(Duration another) {
      return new OfRegion(region, count + 1, total.plus(another));
    }
  }

  /** The regions that this process led at some time. */
  List<OfRegion> soFar();
}

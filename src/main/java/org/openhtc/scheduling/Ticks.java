package org.openhtc.scheduling;

import java.time.Duration;
import java.util.List;
import org.openhtc.region.RegionName;

/** How long the scheduler's ticks take, in the regions that this process leads. */
public interface Ticks {

  /**
   * The ticks of a region since the service started.
   *
   * @param total sum of their durations
   */
  record OfRegion(RegionName region, long count, Duration total) {
    OfRegion and(Duration another) {
      return new OfRegion(region, count + 1, total.plus(another));
    }
  }

  /** One entry per region that this process has led since its start. */
  List<OfRegion> soFar();
}

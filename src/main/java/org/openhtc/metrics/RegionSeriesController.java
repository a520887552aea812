package org.openhtc.metrics;

import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.openhtc.api.ApiController;
import org.openhtc.api.Caller;
import org.openhtc.api.Role;
import org.openhtc.job.series.SeriesRange;
import org.openhtc.region.RegionName;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** Hosts, vCPUs and jobs of a region over time, for platform administrators. */
@ApiController
class RegionSeriesController {
  private final RegionSeriesStore store;
  private final Clock clock;

  RegionSeriesController(RegionSeriesStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  @GetMapping("/admin/regions/{region}/series")
  RegionSeries series(
      Caller caller,
      @PathVariable RegionName region,
      @RequestParam(required = false) @Nullable Instant from,
      @RequestParam(required = false) @Nullable Instant to) {
    caller.require(Role.PLATFORM_ADMIN);
    SeriesRange range = SeriesRange.of(from, to, store.first(region), clock.instant());
    return RegionSeries.of(range, store.read(region, range));
  }
}

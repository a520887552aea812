package org.openhtc.job.queue;

import java.util.List;
import org.openhtc.region.RegionName;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A region that admits batches and tells their waiting jobs why they wait. A batch of several
 * regions has one that does both, so that no two fight and none is overlooked; it may start in any.
 *
 * @param order regions that come before others, the first before all. A batch with none of them
 *     belongs to the first of its own.
 */
public record ResponsibleRegion(RegionName name, List<RegionName> order) {
  /** Which batches are the region's, for statements that {@link #in} completes. */
  static final String ITS_OWN =
      """
      (:region = any(regions)
       and :region = coalesce((select first from unnest(:order::text[]) with ordinality o (first, n)
                               where first = any(regions) order by n limit 1), regions[1]))
      """;

  public ResponsibleRegion {
    order = List.copyOf(order);
  }

  JdbcClient.StatementSpec in(JdbcClient.StatementSpec statement) {
    return statement
        .param("region", name.name())
        .param("order", order.stream().map(RegionName::name).toArray(String[]::new));
  }
}

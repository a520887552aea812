package org.openhtc.job.queue;

import java.util.List;
import org.openhtc.region.RegionName;
import org.openhtc.sql.SqlArrays;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A region that admits batches and writes why their jobs wait. For a batch of several regions, one
 * region does both, so that two regions do not overwrite each other's reasons; its jobs may start
 * in any of them.
 *
 * @param order precedence of regions: the first one of a batch's regions in this list is
 *     responsible for the batch; without one in the list, the first region of the batch.
 */
public record ResponsibleRegion(RegionName name, List<RegionName> order) {
  public ResponsibleRegion {
    order = List.copyOf(order);
  }

  /** Whether it is responsible for the batches of these regions. */
  public boolean isFor(List<RegionName> regions) {
    return name == order.stream().filter(regions::contains).findFirst().orElse(regions.getFirst());
  }

  /** Binds the parameters of {@link AdmissionStore#RESPONSIBLE}. */
  JdbcClient.StatementSpec in(JdbcClient.StatementSpec statement) {
    return statement.param("region", name.name()).param("order", SqlArrays.names(order));
  }
}

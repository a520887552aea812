package org.openhtc.job.queue;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.openhtc.job.HostWorkChanged;
import org.openhtc.job.Placement;
import org.openhtc.job.lifecycle.PlacementWriter;
import org.openhtc.region.RegionName;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Writes all placements of a tick in one transaction, if the fence and the limits allow them. */
@Component
class PlacementTransaction {
  private final TransactionTemplate transaction;
  private final VcpuLimitGuard guard;
  private final PlacementWriter writer;
  private final ApplicationEventPublisher events;

  PlacementTransaction(
      TransactionTemplate transaction,
      VcpuLimitGuard guard,
      PlacementWriter writer,
      ApplicationEventPublisher events) {
    this.transaction = transaction;
    this.guard = guard;
    this.writer = writer;
    this.events = events;
  }

  /**
   * @return how many jobs were placed
   */
  int place(
      RegionName region, List<Placement> wanted, VcpuLimits limits, Fence fence, Instant now) {
    List<Placement> placed =
        transaction.execute(status ->
            fence.holds() ? writer.place(region, guard.within(limits, wanted), now) : List.of());
    if (!placed.isEmpty()) {
      Set<String> hosts = placed.stream().map(Placement::host).collect(Collectors.toSet());
      events.publishEvent(new HostWorkChanged(hosts));
    }
    return placed.size();
  }
}

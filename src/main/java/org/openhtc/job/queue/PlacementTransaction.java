package org.openhtc.job.queue;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.openhtc.job.HostWorkChanged;
import org.openhtc.job.Placement;
import org.openhtc.job.assignment.JobsPlaced;
import org.openhtc.job.assignment.PlacedAssignments;
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
  private final PlacedAssignments assignments;
  private final ApplicationEventPublisher events;

  PlacementTransaction(
      TransactionTemplate transaction,
      VcpuLimitGuard guard,
      PlacementWriter writer,
      PlacedAssignments assignments,
      ApplicationEventPublisher events) {
    this.transaction = transaction;
    this.guard = guard;
    this.writer = writer;
    this.assignments = assignments;
    this.events = events;
  }

  /**
   * Places the jobs that the limits allow, and publishes their assignments after the commit.
   *
   * @return how many jobs were placed
   */
  int place(
      RegionName region, List<Placement> wanted, VcpuLimits limits, Fence fence, Instant now) {
    Instant placedAt = now.truncatedTo(ChronoUnit.MICROS); // as the database stores it
    JobsPlaced placed =
        transaction.execute(status -> {
          List<Placement> jobs =
              fence.holds()
                  ? writer.place(region, guard.within(limits, wanted), placedAt)
                  : List.of();
          return assignments.of(jobs, placedAt);
        });
    if (!placed.byHost().isEmpty()) {
      events.publishEvent(placed);
      events.publishEvent(new HostWorkChanged(placed.byHost().keySet(), true));
    }
    return placed.byHost().values().stream().mapToInt(List::size).sum();
  }
}

package org.openhtc.job.queue;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import org.openhtc.job.HostWorkChanged;
import org.openhtc.job.Placement;
import org.openhtc.job.assignment.JobsPlaced;
import org.openhtc.job.assignment.PlacedAssignments;
import org.openhtc.job.lifecycle.PlacementWriter;
import org.openhtc.region.RegionName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.NonTransientDataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Writes all placements of a tick in one transaction, if the fence and the limits allow them. If
 * the database refuses a row, the batches are placed one by one, so that only its batch waits.
 */
@Component
class PlacementTransaction {
  private static final Logger log = LoggerFactory.getLogger(PlacementTransaction.class);

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
    try {
      return placeTogether(region, wanted, limits, fence, now);
    } catch (NonTransientDataAccessException refused) {
      Collection<List<Placement>> batches = byBatch(wanted);
      if (refused instanceof DataAccessResourceFailureException || batches.size() == 1) {
        throw refused;
      }
      log.warn("The placements of region {} are written batch by batch", region, refused);
      return batches.stream()
          .mapToInt(batch -> placeBatch(region, batch, limits, fence, now))
          .sum();
    }
  }

  private static Collection<List<Placement>> byBatch(List<Placement> wanted) {
    return wanted.stream()
        .collect(
            Collectors.groupingBy(
                placement -> placement.job().batchId(), LinkedHashMap::new, Collectors.toList()))
        .values();
  }

  private int placeBatch(
      RegionName region, List<Placement> batch, VcpuLimits limits, Fence fence, Instant now) {
    try {
      return placeTogether(region, batch, limits, fence, now);
    } catch (NonTransientDataAccessException refused) {
      log.warn("The jobs of batch {} can't be placed", batch.getFirst().job().batchId(), refused);
      return 0;
    }
  }

  private int placeTogether(
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

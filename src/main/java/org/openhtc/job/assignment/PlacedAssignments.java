package org.openhtc.job.assignment;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.openhtc.job.JobId;
import org.openhtc.job.JobStatus;
import org.openhtc.job.Placement;
import org.springframework.stereotype.Component;

/** Builds the assignments of jobs that the current transaction has placed. */
@Component
public class PlacedAssignments {
  private final AssignmentStore store;

  PlacedAssignments(AssignmentStore store) {
    this.store = store;
  }

  /**
   * The assignments as a later read returns them. Two queries at most for any number of jobs.
   *
   * @param placed jobs that were placed
   * @param placedAt the time that is stored with the placements
   * @return the assignments of each host, in the order of the placements
   */
  public JobsPlaced of(List<Placement> placed, Instant placedAt) {
    Map<UUID, AssignmentStore.Needs> needs =
        store.needs(placed.stream().map(p -> p.job().batchId()).collect(Collectors.toSet()));
    Map<JobId, Integer> ownMemory = ownMemory(placed);
    Map<String, List<Assignment>> byHost = new LinkedHashMap<>();
    for (Placement p : placed) {
      AssignmentStore.Needs own = needs.get(p.job().batchId());
      if (own != null) {
        byHost
            .computeIfAbsent(p.host(), h -> new ArrayList<>())
            .add(starting(p, placedAt, own, ownMemory));
      }
    }
    return new JobsPlaced(byHost);
  }

  /** Only a job that was placed before can have a memory of its own. */
  private Map<JobId, Integer> ownMemory(List<Placement> placed) {
    List<JobId> again =
        placed.stream().filter(p -> p.fromAttempt() > 0).map(Placement::job).toList();
    return again.isEmpty() ? Map.of() : store.ownMemory(again);
  }

  private static Assignment starting(
      Placement placement,
      Instant placedAt,
      AssignmentStore.Needs needs,
      Map<JobId, Integer> ownMemory) {
    return new Assignment(
        placement.job(),
        placement.fromAttempt() + 1,
        JobStatus.STARTING,
        placedAt,
        null,
        false,
        needs.execTimeoutSeconds(),
        needs.diskGib(),
        needs.vcpus(),
        ownMemory.getOrDefault(placement.job(), needs.memoryMib()));
  }
}

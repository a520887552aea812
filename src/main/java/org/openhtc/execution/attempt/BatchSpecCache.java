package org.openhtc.execution.attempt;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.openhtc.job.assignment.Assignments;
import org.openhtc.job.assignment.BatchSpec;
import org.springframework.stereotype.Component;

/** The batch specifications read last: all jobs of a batch need the same one. */
@Component
public class BatchSpecCache {
  private static final int KEPT = 200;

  private final Assignments assignments;
  private final Map<UUID, BatchSpec> recent =
      Collections.synchronizedMap(
          new LinkedHashMap<>(KEPT, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<UUID, BatchSpec> eldest) {
              return size() > KEPT;
            }
          });

  BatchSpecCache(Assignments assignments) {
    this.assignments = assignments;
  }

  /** Empty when the batch was purged. */
  Optional<BatchSpec> of(UUID batchId) {
    BatchSpec cached = recent.get(batchId);
    if (cached != null) {
      return Optional.of(cached);
    }
    Optional<BatchSpec> read = assignments.spec(batchId);
    read.ifPresent(order -> recent.put(batchId, order));
    return read;
  }
}

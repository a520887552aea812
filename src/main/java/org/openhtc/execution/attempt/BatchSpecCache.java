package org.openhtc.execution.attempt;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.openhtc.job.assignment.Assignments;
import org.openhtc.job.assignment.BatchSpec;
import org.springframework.stereotype.Component;

/** The orders read last: a batch's thousand jobs need the same one. */
@Component
public class BatchSpecCache {
  private static final int KEPT = 200;

  private final Assignments runs;
  private final Map<UUID, BatchSpec> recent =
      Collections.synchronizedMap(
          new LinkedHashMap<>(KEPT, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<UUID, BatchSpec> eldest) {
              return size() > KEPT;
            }
          });

  BatchSpecCache(Assignments runs) {
    this.runs = runs;
  }

  /** Empty when the batch was purged. */
  Optional<BatchSpec> of(UUID batchId) {
    BatchSpec known = recent.get(batchId);
    if (known != null) {
      return Optional.of(known);
    }
    Optional<BatchSpec> read = runs.order(batchId);
    read.ifPresent(order -> recent.put(batchId, order));
    return read;
  }
}

package org.openhtc.task;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** What tasks must know of their jobs; answered by the module that has them. */
public interface JobActivity {

  /**
   * Which of the tasks have a job that has not ended. Asked while the tasks are locked against new
   * jobs, in the same transaction.
   */
  Set<UUID> live(Collection<UUID> taskIds);

  /** Whether a job of the task has not ended; asked like {@link #live}. */
  default boolean isLive(UUID taskId) {
    return !live(List.of(taskId)).isEmpty();
  }

  /** When a batch of the tasks last ended; tasks without an ended batch are left out. */
  Map<UUID, Instant> lastEnds(Collection<UUID> taskIds);
}

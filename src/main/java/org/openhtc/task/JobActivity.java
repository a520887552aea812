package org.openhtc.task;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Information about the jobs of tasks; implemented by the module that owns the jobs. */
public interface JobActivity {

  /**
   * The tasks that have a job that has not ended. Called in the transaction that has locked the
   * tasks against new jobs.
   */
  Set<UUID> live(Collection<UUID> taskIds);

  /** Whether a job of the task has not ended; called like {@link #live}. */
  default boolean isLive(UUID taskId) {
    return !live(List.of(taskId)).isEmpty();
  }

  /** When a batch of the tasks last ended; tasks without an ended batch are left out. */
  Map<UUID, Instant> lastEnds(Collection<UUID> taskIds);
}

package org.openhtc.job.watch;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The stored events of the jobs of tasks. */
interface TaskEvents {
  /**
   * Reads stored events after the position, including the tail's event that the position is within.
   * The jobs that an event of several jobs concerns are read as an event each.
   *
   * @param group only this group's jobs; null for all jobs
   * @param until highest ordinal that may be read
   * @param limit largest number of results
   */
  List<StoredEvent> read(
      UUID task, @Nullable String group, EventPosition after, long until, int limit);
}

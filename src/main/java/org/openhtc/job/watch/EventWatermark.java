package org.openhtc.job.watch;

import java.util.HashSet;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * How far the history of all jobs is complete. Events get their ordinals when they are written and
 * are seen when their transaction ends, so a lower ordinal can appear after a higher one; a
 * follower that went by what it sees would lose it.
 *
 * <p>A writer locks the table of events before it draws its first ordinal and lets go when its
 * events can be seen. So the ordinals that are drawn now are complete as soon as everybody has
 * ended who holds that lock now.
 */
@Component
public class EventWatermark {
  private static final String LAST_DRAWN =
      "select case when is_called then last_value else 0 end from job_event_ordinal_seq";

  private static final String WRITERS =
      """
      select distinct virtualtransaction from pg_locks
      where locktype = 'relation' and mode = 'RowExclusiveLock' and granted
        and database = (select oid from pg_database where datname = current_database())
        and relation in ('job_event'::regclass, 'tail_event'::regclass)
      """;

  private final JdbcClient jdbc;
  private long complete;
  private long awaited;
  private Set<String> writers = Set.of();

  public EventWatermark(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The last ordinal that any writer has drawn. */
  long lastDrawn() {
    return jdbc.sql(LAST_DRAWN).query(Long.class).single();
  }

  /** The ordinal up to which every event can be seen by now, or never will. */
  public synchronized long look() {
    if (!isSettled()) {
      return complete;
    }
    complete = awaited;
    long drawn = lastDrawn();
    if (drawn > complete) {
      awaited = drawn;
      writers = new HashSet<>(writersNow());
      if (writers.isEmpty()) {
        complete = drawn;
      }
    }
    return complete;
  }

  /** Whether ordinals were drawn that may still be on their way. */
  synchronized boolean isWaiting() {
    return awaited > complete;
  }

  private boolean isSettled() {
    if (writers.isEmpty()) {
      return true;
    }
    writers.retainAll(writersNow());
    return writers.isEmpty();
  }

  private Set<String> writersNow() {
    return jdbc.sql(WRITERS).query((row, n) -> row.getString(1)).set();
  }
}

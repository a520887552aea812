package org.openhtc.task;

import java.sql.Timestamp;
import java.time.Clock;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Removes the rows of tasks some time after their deletion. Their jobs, files and logs are removed
 * soon after the deletion, by other modules.
 */
@Component
class DeletedTasks {
  private static final int AT_ONCE = 1000;

  private static final String REMOVE =
      """
      delete from task where id in (
        select id from task where deleted_at < :before order by deleted_at limit :limit)
      """;

  private final JdbcClient jdbc;
  private final TaskSettings settings;
  private final Clock clock;

  DeletedTasks(JdbcClient jdbc, TaskSettings settings, Clock clock) {
    this.jdbc = jdbc;
    this.settings = settings;
    this.clock = clock;
  }

  /** Removes some rows; true when there may be more. */
  boolean portion() {
    int removed =
        jdbc.sql(REMOVE)
            .param("before", Timestamp.from(clock.instant().minus(settings.keepDeleted())))
            .param("limit", AT_ONCE)
            .update();
    return removed == AT_ONCE;
  }
}

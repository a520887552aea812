package org.openhtc.storage.removal;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads and writes table {@code folder_removal}; no other class writes it. */
@Component
class FolderRemovalStore {
  private static final int PAGE_SIZE = 100;

  private static final String ADD =
      """
      INSERT INTO folder_removal (task_id, project_id, due_at) VALUES (:task, :project, :now)
      """;

  private static final String DUE =
      """
      SELECT task_id, project_id, is_last FROM folder_removal
      WHERE due_at <= :now ORDER BY due_at LIMIT :limit
      """;

  private static final String SCHEDULE_LAST =
      """
      UPDATE folder_removal SET due_at = :due, is_last = true WHERE task_id = :task
      """;

  private static final String POSTPONE =
      """
      UPDATE folder_removal SET due_at = :due WHERE task_id = :task
      """;

  private static final String COMPLETE =
      """
      DELETE FROM folder_removal WHERE task_id = :task AND is_last
      """;

  private final JdbcClient jdbc;

  FolderRemovalStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * A deleted task whose files have to be removed.
   *
   * @param isLast true when no credentials or uploads can write there any more, so that this
   *     removal completes the work
   */
  record Removal(UUID taskId, UUID projectId, boolean isLast) {}

  void add(UUID projectId, UUID taskId, Instant now) {
    jdbc.sql(ADD)
        .param("task", taskId)
        .param("project", projectId)
        .param("now", now.atOffset(ZoneOffset.UTC))
        .update();
  }

  /** The next page of due removals, oldest first. */
  List<Removal> due(Instant now) {
    return jdbc.sql(DUE)
        .param("now", now.atOffset(ZoneOffset.UTC))
        .param("limit", PAGE_SIZE)
        .query((row, number) ->
            new Removal(
                row.getObject("task_id", UUID.class),
                row.getObject("project_id", UUID.class),
                row.getBoolean("is_last")))
        .list();
  }

  /** Schedules a second and last removal, for files that are written after the first one. */
  void scheduleLast(UUID taskId, Instant due) {
    jdbc.sql(SCHEDULE_LAST)
        .param("task", taskId)
        .param("due", due.atOffset(ZoneOffset.UTC))
        .update();
  }

  /** Moves a failed removal to a later time and leaves {@code isLast} unchanged. */
  void postpone(UUID taskId, Instant due) {
    jdbc.sql(POSTPONE).param("task", taskId).param("due", due.atOffset(ZoneOffset.UTC)).update();
  }

  /** Deletes the row after the last removal. */
  void complete(UUID taskId) {
    jdbc.sql(COMPLETE).param("task", taskId).update();
  }
}

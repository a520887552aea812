package org.openhtc.storage;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Table {@code folder_removal}; nothing else writes it. */
@Component
class FolderRemovals {
  private static final int AT_ONCE = 100;

  private static final String ORDER =
      """
      INSERT INTO folder_removal (task_id, project_id, due_at) VALUES (:task, :project, :now)
      """;

  private static final String DUE =
      """
      SELECT task_id, project_id, is_last FROM folder_removal
      WHERE due_at <= :now ORDER BY due_at LIMIT :limit
      """;

  private static final String REPEAT =
      """
      UPDATE folder_removal SET due_at = :due, is_last = true WHERE task_id = :task
      """;

  private static final String PUT_OFF =
      """
      UPDATE folder_removal SET due_at = :due WHERE task_id = :task
      """;

  private static final String DONE =
      """
      DELETE FROM folder_removal WHERE task_id = :task AND is_last
      """;

  private final JdbcClient jdbc;

  FolderRemovals(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * A folder to be removed.
   *
   * @param isLast nobody can write there any more
   */
  record Removal(UUID taskId, UUID projectId, boolean isLast) {}

  void order(UUID projectId, UUID taskId, Instant now) {
    jdbc.sql(ORDER)
        .param("task", taskId)
        .param("project", projectId)
        .param("now", now.atOffset(ZoneOffset.UTC))
        .update();
  }

  /** The longest waiting of what is due. */
  List<Removal> due(Instant now) {
    return jdbc.sql(DUE)
        .param("now", now.atOffset(ZoneOffset.UTC))
        .param("limit", AT_ONCE)
        .query((row, number) ->
            new Removal(
                row.getObject("task_id", UUID.class),
                row.getObject("project_id", UUID.class),
                row.getBoolean("is_last")))
        .list();
  }

  /** To be removed once more. */
  void repeat(UUID taskId, Instant due) {
    jdbc.sql(REPEAT).param("task", taskId).param("due", due.atOffset(ZoneOffset.UTC)).update();
  }

  /** To be tried again later, as what it was. */
  void putOff(UUID taskId, Instant due) {
    jdbc.sql(PUT_OFF).param("task", taskId).param("due", due.atOffset(ZoneOffset.UTC)).update();
  }

  void done(UUID taskId) {
    jdbc.sql(DONE).param("task", taskId).update();
  }
}

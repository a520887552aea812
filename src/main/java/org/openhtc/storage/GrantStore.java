package org.openhtc.storage;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.openhtc.api.Role;
import org.openhtc.sql.SqlArrays;
import org.openhtc.storage.GrantOwner.OfAttempt;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads and writes table {@code storage_grant}; no other class writes it. */
@Component
public class GrantStore {
  /** Reads the task's status too: deleting a task ends its grants before they are removed. */
  private static final String FIND =
      """
      SELECT readable, writable, user_id, user_role, expires_at FROM storage_grant g
      WHERE key_id = :key AND (task_id IS NULL OR EXISTS (
        SELECT 1 FROM task t WHERE t.id = g.task_id AND t.lifecycle_status <> 'DELETED'))
      """;

  private static final String ADD =
      """
      INSERT INTO storage_grant (key_id, task_id, user_id, user_role, readable, writable, expires_at)
      VALUES (:key, :task, :user, :role, :readable, :writable, :expires)
      """;

  private static final String REVOKE_TASK =
      """
      DELETE FROM storage_grant WHERE task_id = :task
      """;

  private static final String LAST_EXPIRY =
      """
      SELECT max(expires_at) FROM storage_grant WHERE task_id = :task
      """;

  private static final String DELETE_EXPIRED =
      """
      DELETE FROM storage_grant WHERE expires_at < :now
      """;

  private final JdbcClient jdbc;

  GrantStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The grant of an access key, unless its task is deleted. It may have expired. */
  public Optional<Grant> find(String accessKey) {
    return jdbc.sql(FIND).param("key", accessKey).query((row, number) -> grant(row)).optional();
  }

  /**
   * @param role of the user; null for a job
   */
  void add(String accessKey, CredentialRequest request, @Nullable Role role, Instant expiresAt) {
    jdbc.sql(ADD)
        .param("key", accessKey)
        .param("task", taskOf(request.owner()), java.sql.Types.OTHER)
        .param("user", userOf(request.owner()), java.sql.Types.VARCHAR)
        .param("role", role == null ? null : role.name(), java.sql.Types.VARCHAR)
        .param("readable", folders(request, false))
        .param("writable", folders(request, true))
        .param("expires", utc(expiresAt))
        .update();
  }

  /** Deletes the grants of the task and of its jobs. */
  public void revokeTask(UUID taskId) {
    jdbc.sql(REVOKE_TASK).param("task", taskId).update();
  }

  /** When the last credentials of a task expire; empty when there are none. */
  public Optional<Instant> lastExpiry(UUID taskId) {
    return jdbc.sql(LAST_EXPIRY)
        .param("task", taskId)
        .query((row, number) -> Optional.ofNullable(row.getObject(1, OffsetDateTime.class)))
        .single()
        .map(OffsetDateTime::toInstant);
  }

  /** Deletes expired grants and returns how many there were. */
  public int deleteExpired(Instant now) {
    return jdbc.sql(DELETE_EXPIRED).param("now", utc(now)).update();
  }

  private static @Nullable UUID taskOf(GrantOwner owner) {
    return switch (owner) {
      case GrantOwner.OfProject project -> null;
      case GrantOwner.OfTask task -> task.taskId();
      case OfAttempt attempt -> attempt.job().taskId();
    };
  }

  static @Nullable String userOf(GrantOwner owner) {
    return switch (owner) {
      case GrantOwner.OfProject project -> project.userId();
      case GrantOwner.OfTask task -> task.userId();
      case OfAttempt attempt -> null;
    };
  }

  private static String[] folders(CredentialRequest request, boolean writable) {
    return SqlArrays.texts(
        request.folders().stream().filter(grant -> grant.isWritable() == writable).toList(),
        FolderGrant::folder);
  }

  private static Grant grant(ResultSet row) throws SQLException {
    List<FolderGrant> folders = new ArrayList<>();
    for (String folder : texts(row.getArray("readable"))) {
      folders.add(FolderGrant.reading(folder));
    }
    for (String folder : texts(row.getArray("writable"))) {
      folders.add(FolderGrant.writing(folder));
    }
    Instant expiresAt = row.getObject("expires_at", OffsetDateTime.class).toInstant();
    String role = row.getString("user_role");
    return new Grant(
        folders, row.getString("user_id"), role == null ? null : Role.valueOf(role), expiresAt);
  }

  private static String[] texts(Array array) throws SQLException {
    return (String[]) array.getArray();
  }

  private static OffsetDateTime utc(Instant time) {
    return time.atOffset(ZoneOffset.UTC);
  }
}

package org.openhtc.workspace;

import java.time.ZoneOffset;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A table of retention policies, at most one per owner.
 *
 * @param <I> id of an owner
 */
public abstract class RetentionPolicyStore<I> {
  private static final String FIND =
      """
      select archive_after, delete_after, created_at from %s where %s = :owner
      """;

  private static final String PUT =
      """
      insert into %1$s (%2$s, archive_after, delete_after, created_at)
      values (:owner, :archiveAfter, :deleteAfter, :createdAt)
      on conflict (%2$s) do update
      set archive_after = excluded.archive_after, delete_after = excluded.delete_after,
          created_at = excluded.created_at
      """;

  private static final String REMOVE = "delete from %s where %s = :owner";

  private final JdbcClient jdbc;
  private final String table;
  private final String column;

  /**
   * @param table that holds the policies
   * @param column of the owner's id, the primary key
   */
  protected RetentionPolicyStore(JdbcClient jdbc, String table, String column) {
    this.jdbc = jdbc;
    this.table = table;
    this.column = column;
  }

  public Optional<RetentionPolicy> find(I owner) {
    return statement(FIND, owner).query(RetentionPolicy::of).optional();
  }

  /** Sets the owner's policy, in place of an earlier one. */
  public void put(I owner, RetentionPolicy policy) {
    statement(PUT, owner)
        .param("archiveAfter", policy.archiveAfter())
        .param("deleteAfter", policy.deleteAfter())
        .param("createdAt", policy.createdAt().atOffset(ZoneOffset.UTC))
        .update();
  }

  /** False if there was none. */
  public boolean remove(I owner) {
    return statement(REMOVE, owner).update() > 0;
  }

  private JdbcClient.StatementSpec statement(String sql, I owner) {
    return jdbc.sql(sql.formatted(table, column)).param("owner", owner);
  }
}

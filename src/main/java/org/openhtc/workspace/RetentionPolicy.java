package org.openhtc.workspace;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;

/**
 * How long tasks are kept.
 *
 * @param archiveAfter hours without activity after which a task is archived; 0 for never
 * @param deleteAfter hours after which an archived task is deleted; 0 for never
 * @param createdAt when these hours were set
 */
public record RetentionPolicy(int archiveAfter, int deleteAfter, Instant createdAt) {

  /** Reads a row of a policy table. */
  public static RetentionPolicy of(ResultSet row, int number) throws SQLException {
    return new RetentionPolicy(
        row.getInt("archive_after"),
        row.getInt("delete_after"),
        row.getObject("created_at", OffsetDateTime.class).toInstant());
  }
}

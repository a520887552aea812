package org.openhtc.task;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/**
 * Tasks that are due by their retention policy. First they are found without locks, project by
 * project with the policy that applies there, so that other tasks are not read. Then they are
 * locked, and the condition is checked again. Tasks that another transaction has locked are left
 * for the next pass.
 */
interface DueTasks extends Repository<TaskRow, UUID> {

  @Query(
      value =
          """
          SELECT due.id
          FROM project p
          LEFT JOIN project_retention_policy own ON own.project_id = p.id
          LEFT JOIN workspace_retention_policy w ON w.workspace_id = p.workspace_id
          CROSS JOIN LATERAL (
            SELECT t.id FROM task t
            WHERE t.project_id = p.id AND t.lifecycle_status = 'ACTIVE'
              AND t.last_active_at <= cast(:now AS timestamptz)
                  - coalesce(own.archive_after, w.archive_after) * interval '1 hour'
            ORDER BY t.last_active_at LIMIT :limit) due
          WHERE coalesce(own.archive_after, w.archive_after) > 0
          LIMIT :limit
          """,
      nativeQuery = true)
  List<UUID> toArchive(Instant now, int limit);

  @Query(
      value =
          """
          SELECT t.* FROM task t
          LEFT JOIN project_retention_policy p ON p.project_id = t.project_id
          LEFT JOIN workspace_retention_policy w ON w.workspace_id = t.workspace_id
          WHERE t.id IN (:ids) AND t.lifecycle_status = 'ACTIVE'
            AND coalesce(p.archive_after, w.archive_after) > 0
            AND t.last_active_at <= cast(:now AS timestamptz)
                - coalesce(p.archive_after, w.archive_after) * interval '1 hour'
          FOR UPDATE OF t SKIP LOCKED
          """,
      nativeQuery = true)
  List<TaskRow> lockToArchive(Collection<UUID> ids, Instant now);

  @Query(
      value =
          """
          SELECT due.id
          FROM project p
          LEFT JOIN project_retention_policy own ON own.project_id = p.id
          LEFT JOIN workspace_retention_policy w ON w.workspace_id = p.workspace_id
          CROSS JOIN LATERAL (
            SELECT t.id FROM task t
            WHERE t.project_id = p.id AND t.lifecycle_status = 'ARCHIVED'
              AND t.archived_at <= cast(:now AS timestamptz)
                  - coalesce(own.delete_after, w.delete_after) * interval '1 hour'
            ORDER BY t.archived_at LIMIT :limit) due
          WHERE coalesce(own.delete_after, w.delete_after) > 0
          LIMIT :limit
          """,
      nativeQuery = true)
  List<UUID> toDelete(Instant now, int limit);

  @Query(
      value =
          """
          SELECT t.* FROM task t
          LEFT JOIN project_retention_policy p ON p.project_id = t.project_id
          LEFT JOIN workspace_retention_policy w ON w.workspace_id = t.workspace_id
          WHERE t.id IN (:ids) AND t.lifecycle_status = 'ARCHIVED'
            AND coalesce(p.delete_after, w.delete_after) > 0
            AND t.archived_at <= cast(:now AS timestamptz)
                - coalesce(p.delete_after, w.delete_after) * interval '1 hour'
          FOR UPDATE OF t SKIP LOCKED
          """,
      nativeQuery = true)
  List<TaskRow> lockToDelete(Collection<UUID> ids, Instant now);
}

package org.openhtc.task;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;

interface TaskStore extends JpaRepository<TaskRow, UUID> {
  Optional<TaskRow> findByIdAndProjectId(UUID id, UUID projectId);

  @Query(
      """
      select t from Task t
      where t.projectId = :projectId and t.lifecycleStatus <> DELETED and t.id > :after
      order by t.id
      """)
  List<TaskRow> page(UUID projectId, UUID after, Limit limit);

  /** Waits for the transactions that called {@link #keepActive}, and then reads their result. */
  @Query(value = "SELECT * FROM task WHERE id = :id FOR UPDATE", nativeQuery = true)
  Optional<TaskRow> lock(UUID id);

  /** The lifecycle status, which can't change before this transaction ends. */
  @Query(
      value = "SELECT lifecycle_status FROM task WHERE id = :id FOR KEY SHARE",
      nativeQuery = true)
  LifecycleStatus keepActive(UUID id);

  @Modifying
  @Query("update Task t set t.lastActiveAt = :at where t.id = :id and t.lastActiveAt < :at")
  void touch(UUID id, Instant at);
}

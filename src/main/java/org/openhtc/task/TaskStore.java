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

  /** The tasks of the project that are not deleted. */
  @Query(
      """
      select count(t) from Task t
      where t.projectId = :projectId and t.lifecycleStatus <> DELETED
      """)
  long count(UUID projectId);

  /** Waits for the transactions that called {@link #keepActive}, and then reads their result. */
  @Query(value = "SELECT * FROM task WHERE id = :id FOR UPDATE", nativeQuery = true)
  Optional<TaskRow> lock(UUID id);

  /** The lifecycle status, which can't change before this transaction ends. */
  @Query(
      value = "SELECT lifecycle_status FROM task WHERE id = :id FOR KEY SHARE",
      nativeQuery = true)
  LifecycleStatus keepActive(UUID id);

  /** Sets the time of the last activity; an earlier time changes and locks nothing. */
  @Modifying
  @Query("update Task t set t.lastActiveAt = :at where t.id = :id and t.lastActiveAt < :at")
  void touch(UUID id, Instant at);

  /**
   * As {@link #touch}, and locks the task in any case until the transaction ends: the batches of a
   * task get their order while it is locked, so that they become visible in this order.
   */
  @Modifying
  @Query("update Task t set t.lastActiveAt = greatest(t.lastActiveAt, :at) where t.id = :id")
  void touchAndLock(UUID id, Instant at);
}

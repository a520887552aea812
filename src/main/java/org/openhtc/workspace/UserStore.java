package org.openhtc.workspace;

import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.openhtc.api.Role;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.EntityGraph;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;

interface UserStore extends JpaRepository<UserRow, String> {

  @EntityGraph(attributePaths = "workspace.organization")
  Optional<UserRow> findWithWorkspaceById(String id);

  @EntityGraph(attributePaths = "workspace.organization")
  Optional<UserRow> findFirstByWorkspaceIdAndRoleAndDisabledAtIsNullOrderByCreatedAt(
      String workspaceId, Role role);

  /**
   * Waits for other transactions that create a user with the email, and makes later ones wait until
   * this transaction ends.
   */
  @Query(
      value = "select 1 from pg_advisory_xact_lock(hashtextextended('user ' || :email, 0))",
      nativeQuery = true)
  int lockForCreation(String email);

  @Query("select count(u) > 0 from User u where lower(u.email) = lower(:email)")
  boolean emailIsTaken(String email);

  @EntityGraph(attributePaths = "workspace.organization")
  Optional<UserRow> findFirstByRoleAndDisabledAtIsNullOrderByCreatedAt(Role role);

  @Query("select u from User u where lower(u.email) = lower(:email)")
  Optional<UserRow> findByEmail(String email);

  @Lock(LockModeType.PESSIMISTIC_WRITE)
  Optional<UserRow> findLockedById(String id);

  /** Locks in the order of the ids, so that two transactions cannot deadlock. */
  @Lock(LockModeType.PESSIMISTIC_WRITE)
  @Query("select u from User u where u.role = :role and u.disabledAt is null order by u.id")
  List<UserRow> lockEnabled(Role role);

  @EntityGraph(attributePaths = "workspace.organization")
  @Query(
      """
      select u from User u
      where u.id > :after
        and (:organization is null or u.workspace.organization.code = :organization)
        and (:workspace is null or u.workspace.id = :workspace)
      order by u.id
      """)
  List<UserRow> page(
      String after, @Nullable String organization, @Nullable String workspace, Limit limit);
}

package org.openhtc.workspace;

import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.EntityGraph;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;

interface WorkspaceStore extends JpaRepository<WorkspaceRow, String> {
  @EntityGraph(attributePaths = "organization")
  Optional<WorkspaceRow> findWithOrganizationById(String id);

  /**
   * Waits for other transactions that create a workspace with the id, and makes later ones wait
   * until this transaction ends.
   */
  @Query(
      value = "select 1 from pg_advisory_xact_lock(hashtextextended('workspace ' || :id, 0))",
      nativeQuery = true)
  int lockForCreation(String id);

  @Lock(LockModeType.PESSIMISTIC_WRITE)
  Optional<WorkspaceRow> findLockedById(String id);

  @EntityGraph(attributePaths = "organization")
  @Query(
      """
      select w from Workspace w
      where w.id > :after
        and (:organization is null or w.organization.code = :organization)
        and (:workspace is null or w.id = :workspace)
      order by w.id
      """)
  List<WorkspaceRow> page(
      String after, @Nullable String organization, @Nullable String workspace, Limit limit);
}

package org.openhtc.workspace;

import java.util.List;
import java.util.Optional;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.EntityGraph;
import org.springframework.data.jpa.repository.JpaRepository;

interface WorkspaceStore extends JpaRepository<WorkspaceRow, String> {
  @EntityGraph(attributePaths = "organization")
  Optional<WorkspaceRow> findWithOrganizationById(String id);

  @EntityGraph(attributePaths = "organization")
  List<WorkspaceRow> findByIdGreaterThanOrderById(String after, Limit limit);
}

package org.openhtc.workspace;

import java.util.Optional;
import org.springframework.data.jpa.repository.EntityGraph;
import org.springframework.data.jpa.repository.JpaRepository;

interface WorkspaceStore extends JpaRepository<WorkspaceRow, String> {
  @EntityGraph(attributePaths = "organization")
  Optional<WorkspaceRow> findWithOrganizationById(String id);
}

package org.openhtc.workspace;

import java.util.List;
import java.util.Optional;
import org.openhtc.api.Role;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.EntityGraph;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

interface UserStore extends JpaRepository<UserRow, String> {

  @EntityGraph(attributePaths = "workspace.organization")
  Optional<UserRow> findWithWorkspaceById(String id);

  @EntityGraph(attributePaths = "workspace.organization")
  Optional<UserRow> findFirstByWorkspaceIdAndRoleOrderByCreatedAt(String workspaceId, Role role);

  @Query("select count(u) > 0 from User u where lower(u.email) = lower(:email)")
  boolean emailIsTaken(String email);

  @EntityGraph(attributePaths = "workspace.organization")
  List<UserRow> findByIdGreaterThanOrderById(String after, Limit limit);
}

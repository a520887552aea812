package org.openhtc.project;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;

interface ProjectLimitStore extends JpaRepository<ProjectLimitRow, Integer> {
  List<ProjectLimitRow> findByProjectIdOrderById(UUID projectId);

  Optional<ProjectLimitRow> findByIdAndProjectId(int id, UUID projectId);

  Optional<ProjectLimitRow> findByProjectIdAndModifierRole(UUID projectId, ModifierRole role);
}

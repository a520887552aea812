package org.openhtc.project;

import jakarta.persistence.LockModeType;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.JpaSpecificationExecutor;
import org.springframework.data.jpa.repository.Lock;

interface ProjectStore
    extends JpaRepository<ProjectRow, UUID>, JpaSpecificationExecutor<ProjectRow> {

  /** Locks the row, so that concurrent additions of regions are not lost. */
  @Lock(LockModeType.PESSIMISTIC_WRITE)
  Optional<ProjectRow> findLockedById(UUID id);
}

package org.openhtc.project;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** Table {@code project_limit}. */
@Entity(name = "ProjectLimit")
@Table(name = "project_limit")
class ProjectLimitRow {
  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  int id;

  UUID projectId;
  String workspaceId;

  @Enumerated(EnumType.STRING)
  ModifierRole modifierRole;

  int vcpus;
  String createdBy;
  Instant createdAt;
  String updatedBy;
  Instant updatedAt;

  @SuppressWarnings("NullAway.Init") // filled by JPA
  ProjectLimitRow() {}

  ProjectLimitRow(Project project, ModifierRole modifierRole, String userId, Instant now) {
    this.projectId = project.id();
    this.workspaceId = project.workspaceId();
    this.modifierRole = modifierRole;
    this.createdBy = userId;
    this.createdAt = now;
    this.updatedBy = userId;
    this.updatedAt = now;
  }

  void set(int vcpus, String userId, Instant now) {
    this.vcpus = vcpus;
    this.updatedBy = userId;
    this.updatedAt = now;
  }

  ProjectLimit view() {
    return new ProjectLimit(
        id,
        projectId,
        workspaceId,
        modifierRole,
        vcpus,
        createdBy,
        createdAt,
        updatedBy,
        updatedAt);
  }
}

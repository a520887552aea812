package org.openhtc.project;

import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.UUID;
import org.openhtc.workspace.LimitSetting;

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

  @Embedded LimitSetting setting;

  @SuppressWarnings("NullAway.Init") // filled by JPA
  ProjectLimitRow() {}

  ProjectLimitRow(Project project, ModifierRole modifierRole, LimitSetting setting) {
    this.projectId = project.id();
    this.workspaceId = project.workspaceId();
    this.modifierRole = modifierRole;
    this.setting = setting;
  }

  ProjectLimit view() {
    return new ProjectLimit(
        id,
        projectId,
        workspaceId,
        modifierRole,
        setting.vcpus(),
        setting.createdBy(),
        setting.createdAt(),
        setting.updatedBy(),
        setting.updatedAt());
  }
}

package org.openhtc.workspace.limit;

import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.openhtc.workspace.LimitSetting;

/** Table {@code workspace_limit}. */
@Entity(name = "WorkspaceLimit")
@Table(name = "workspace_limit")
class WorkspaceLimitRow {
  @Id String workspaceId;
  @Embedded LimitSetting setting;

  @SuppressWarnings("NullAway.Init") // filled by JPA
  WorkspaceLimitRow() {}

  WorkspaceLimitRow(String workspaceId, LimitSetting setting) {
    this.workspaceId = workspaceId;
    this.setting = setting;
  }

  WorkspaceLimit view() {
    return new WorkspaceLimit(
        workspaceId,
        setting.vcpus(),
        setting.createdBy(),
        setting.createdAt(),
        setting.updatedBy(),
        setting.updatedAt());
  }
}

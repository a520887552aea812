package org.openhtc.workspace;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** Table {@code workspace_limit}. */
@Entity(name = "WorkspaceLimit")
@Table(name = "workspace_limit")
class WorkspaceLimitRow {
  @Id String workspaceId;
  int vcpus;
  String createdBy;
  Instant createdAt;
  String updatedBy;
  Instant updatedAt;

  @SuppressWarnings("NullAway.Init") // filled by JPA
  WorkspaceLimitRow() {}

  WorkspaceLimitRow(String workspaceId, String userId, Instant now) {
    this.workspaceId = workspaceId;
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

  WorkspaceLimit view() {
    return new WorkspaceLimit(workspaceId, vcpus, createdBy, createdAt, updatedBy, updatedAt);
  }
}

package org.openhtc.workspace;

import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.time.Instant;

/** Table {@code workspace}. */
@Entity(name = "Workspace")
@Table(name = "workspace")
class WorkspaceRow {
  @Id String id;

  @ManyToOne(fetch = FetchType.LAZY, optional = false)
  @JoinColumn(name = "organization_code")
  OrganizationRow organization;

  String name;
  Instant createdAt;

  @SuppressWarnings("NullAway.Init") // filled by JPA
  WorkspaceRow() {}

  WorkspaceRow(String id, OrganizationRow organization, String name, Instant createdAt) {
    this.id = id;
    this.organization = organization;
    this.name = name;
    this.createdAt = createdAt;
  }

  Workspace view() {
    return new Workspace(id, name, organization.code);
  }
}

package org.openhtc.workspace;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** Table {@code organization}. */
@Entity(name = "Organization")
@Table(name = "organization")
class OrganizationRow {
  @Id String code;
  String name;
  boolean canViewOrganizationJobs;
  Instant createdAt;

  @SuppressWarnings("NullAway.Init") // filled by JPA
  OrganizationRow() {}

  OrganizationRow(String code, String name, Instant createdAt) {
    this.code = code;
    this.name = name;
    this.createdAt = createdAt;
  }

  Organization view() {
    return new Organization(code, name);
  }
}

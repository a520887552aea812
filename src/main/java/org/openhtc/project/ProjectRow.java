package org.openhtc.project;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.annotations.UuidGenerator;
import org.hibernate.type.SqlTypes;
import org.openhtc.region.RegionName;
import org.openhtc.workspace.Workspace;

/** Table {@code project}. */
@Entity(name = "Project")
@Table(name = "project")
class ProjectRow {
  @Id
  @GeneratedValue
  @UuidGenerator(style = UuidGenerator.Style.VERSION_7)
  UUID id;

  String workspaceId;
  String organizationCode;
  String name;
  String description;

  @JdbcTypeCode(SqlTypes.ARRAY)
  @Enumerated(EnumType.STRING)
  List<RegionName> regions;

  String createdBy;
  Instant createdAt;

  @SuppressWarnings("NullAway.Init") // filled by JPA
  ProjectRow() {}

  @SuppressWarnings("NullAway.Init") // JPA creates the id
  ProjectRow(
      Workspace workspace,
      NewProject project,
      Collection<RegionName> regions,
      String createdBy,
      Instant createdAt) {
    this.workspaceId = workspace.id();
    this.organizationCode = workspace.organizationCode();
    this.name = project.projectName();
    this.description = project.projectDescription();
    this.regions = new ArrayList<>(regions);
    this.createdBy = createdBy;
    this.createdAt = createdAt;
  }

  void add(Collection<RegionName> more) {
    Set<RegionName> all = new LinkedHashSet<>(regions);
    all.addAll(more);
    regions = new ArrayList<>(all);
  }

  Project view() {
    return new Project(
        id,
        workspaceId,
        organizationCode,
        name,
        description,
        List.copyOf(regions),
        createdBy,
        createdAt);
  }
}

package org.openhtc.workspace;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.openhtc.api.Role;

/** Table {@code app_user}. */
@Entity(name = "User")
@Table(name = "app_user")
class UserRow {
  @Id String id;

  // Eager: fields of a lazy proxy read as null.
  @ManyToOne(fetch = FetchType.EAGER, optional = false)
  @JoinColumn(name = "workspace_id")
  WorkspaceRow workspace;

  String email;
  String fullName;

  @Enumerated(EnumType.STRING)
  Role role;

  Instant createdAt;
  @Nullable Instant disabledAt;

  @SuppressWarnings("NullAway.Init") // filled by JPA
  UserRow() {}

  UserRow(String id, WorkspaceRow workspace, NewUser user, Instant createdAt) {
    this.id = id;
    this.workspace = workspace;
    this.email = user.email();
    this.fullName = user.fullName();
    this.role = user.role();
    this.createdAt = createdAt;
  }

  UserRow change(UserChange change, Clock clock) {
    fullName = change.fullName() == null ? fullName : change.fullName();
    role = change.role() == null ? role : change.role();
    if (Boolean.TRUE.equals(change.enabled())) {
      disabledAt = null;
    } else if (change.enabled() != null && disabledAt == null) {
      disabledAt = clock.instant();
    }
    return this;
  }

  User view() {
    return new User(
        id,
        email,
        fullName,
        role,
        disabledAt == null,
        workspace.view(),
        workspace.organization.canViewOrganizationJobs);
  }
}

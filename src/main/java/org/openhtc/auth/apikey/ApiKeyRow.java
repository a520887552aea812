package org.openhtc.auth.apikey;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.UuidGenerator;
import org.jspecify.annotations.Nullable;
import org.openhtc.api.Role;

/** Table {@code api_key}. */
@Entity(name = "ApiKey")
@Table(name = "api_key")
class ApiKeyRow {
  @Id
  @GeneratedValue
  @UuidGenerator(style = UuidGenerator.Style.VERSION_7)
  UUID id;

  String userId;
  String name;

  @Column(name = "sha256")
  byte[] sha256;

  @Enumerated(EnumType.STRING)
  Role makerRole;

  Instant createdAt;
  @Nullable Instant revokedAt;

  @SuppressWarnings("NullAway.Init") // filled by JPA
  ApiKeyRow() {}

  @SuppressWarnings("NullAway.Init") // JPA creates the id
  ApiKeyRow(String userId, String name, Role makerRole, byte[] sha256, Instant createdAt) {
    this.userId = userId;
    this.name = name;
    this.makerRole = makerRole;
    this.sha256 = sha256;
    this.createdAt = createdAt;
  }

  ApiKey view() {
    return new ApiKey(id, name, createdAt, revokedAt);
  }
}

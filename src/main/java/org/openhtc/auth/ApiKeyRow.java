package org.openhtc.auth;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.UuidGenerator;
import org.jspecify.annotations.Nullable;

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

  Instant createdAt;
  @Nullable Instant revokedAt;

  @SuppressWarnings("NullAway.Init") // filled by JPA
  ApiKeyRow() {}

  @SuppressWarnings("NullAway.Init") // JPA makes the id
  ApiKeyRow(String userId, String name, byte[] sha256, Instant createdAt) {
    this.userId = userId;
    this.name = name;
    this.sha256 = sha256;
    this.createdAt = createdAt;
  }

  ApiKey view() {
    return new ApiKey(id, name, createdAt, revokedAt);
  }
}

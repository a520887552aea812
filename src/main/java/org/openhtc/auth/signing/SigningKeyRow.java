package org.openhtc.auth.signing;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** Table {@code signing_key}. */
@Entity(name = "SigningKey")
@Table(name = "signing_key")
class SigningKeyRow {
  @Id String kid;
  byte[] publicKey;
  byte[] privateKey;
  Instant createdAt;

  @SuppressWarnings("NullAway.Init") // filled by JPA
  SigningKeyRow() {}

  SigningKeyRow(SigningKey key, Instant createdAt) {
    this.kid = key.kid();
    this.publicKey = key.publicKey().getEncoded();
    this.privateKey = key.privateKey().getEncoded();
    this.createdAt = createdAt;
  }

  SigningKey view() {
    return SigningKey.of(kid, publicKey, privateKey);
  }
}

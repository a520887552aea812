package org.openhtc.auth.signing;

import static java.util.Objects.requireNonNull;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.openhtc.encryption.KeyEncryption;

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

  SigningKeyRow(SigningKey key, KeyEncryption encryption, Instant createdAt) {
    this.kid = key.kid();
    this.publicKey = key.publicKey().getEncoded();
    this.privateKey = encryption.encrypt(name(), requireNonNull(key.privateKey()).getEncoded());
    this.createdAt = createdAt;
  }

  SigningKey view(KeyEncryption encryption) {
    return SigningKey.of(kid, publicKey, encryption.decrypt(name(), privateKey).orElse(null));
  }

  /** Encrypts a key that was stored in the clear; returns whether it was. */
  boolean encryptIfDue(KeyEncryption encryption) {
    boolean isDue = encryption.isDue(privateKey);
    if (isDue) {
      privateKey = encryption.encrypt(name(), privateKey);
    }
    return isDue;
  }

  private String name() {
    return "signing_key " + kid;
  }
}

package org.openhtc.auth;

import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;

interface ApiKeyStore extends JpaRepository<ApiKeyRow, UUID> {
  Optional<ApiKeyRow> findBySha256(byte[] sha256);

  boolean existsByUserId(String userId);
}

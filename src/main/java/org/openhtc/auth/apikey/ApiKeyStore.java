package org.openhtc.auth.apikey;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;

interface ApiKeyStore extends JpaRepository<ApiKeyRow, UUID> {
  Optional<ApiKeyRow> findBySha256(byte[] sha256);

  Optional<ApiKeyRow> findByIdAndUserId(UUID id, String userId);

  List<ApiKeyRow> findByUserIdOrderByCreatedAt(String userId);

  boolean existsByUserId(String userId);
}

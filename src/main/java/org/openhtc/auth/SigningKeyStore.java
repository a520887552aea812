package org.openhtc.auth;

import java.util.List;
import org.springframework.data.jpa.repository.JpaRepository;

interface SigningKeyStore extends JpaRepository<SigningKeyRow, String> {
  List<SigningKeyRow> findAllByOrderByCreatedAtDescKid();
}

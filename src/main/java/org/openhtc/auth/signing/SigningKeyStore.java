package org.openhtc.auth.signing;

import java.util.List;
import org.springframework.data.jpa.repository.JpaRepository;

interface SigningKeyStore extends JpaRepository<SigningKeyRow, String> {
  List<SigningKeyRow> findAllByOrderByCreatedAtDescKid();
}

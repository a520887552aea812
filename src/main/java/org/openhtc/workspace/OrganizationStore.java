package org.openhtc.workspace;

import java.util.List;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;

interface OrganizationStore extends JpaRepository<OrganizationRow, String> {
  List<OrganizationRow> findByCodeGreaterThanOrderByCode(String after, Limit limit);
}

package org.openhtc.host;

import java.util.List;
import org.springframework.data.jpa.repository.JpaRepository;

interface HostStore extends JpaRepository<HostRow, String> {
  List<HostRow> findByConfiguredTrueOrderByName();
}

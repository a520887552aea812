package org.openhtc.workspace;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

interface OrganizationStore extends JpaRepository<OrganizationRow, String> {
  /**
   * Waits for other transactions that create an organization with the code, and makes later ones
   * wait until this transaction ends.
   */
  @Query(
      value = "select 1 from pg_advisory_xact_lock(hashtextextended('organization ' || :code, 0))",
      nativeQuery = true)
  int lockForCreation(String code);

  @Query(
      """
      select o from Organization o
      where o.code > :after and (:organization is null or o.code = :organization)
      order by o.code
      """)
  List<OrganizationRow> page(String after, @Nullable String organization, Limit limit);
}

package org.openhtc.host;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

interface HostStore extends JpaRepository<HostRow, String> {
  List<HostRow> findByConfiguredTrueOrderByName();

  List<HostRow> findByConfiguredTrueAndNameGreaterThanOrderByName(String after, Limit limit);

  /** For whoever sends the host's jobs elsewhere: waits for placements that are under way. */
  @Query(
      value = "select * from compute_host where name = :name and configured for update",
      nativeQuery = true)
  Optional<HostRow> findLocked(String name);

  /**
   * Those of the hosts that may get jobs, kept as they are until the transaction ends. An agent's
   * sign of life passes, because it takes a lesser lock.
   */
  @Query(
      value =
          """
          select name from compute_host
          where name in (:names) and configured and duty = 'WORKING'
          order by name for key share
          """,
      nativeQuery = true)
  List<String> keepWorking(Collection<String> names);
}

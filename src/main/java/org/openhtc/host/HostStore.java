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

  /** Who makes one of that name waits for others who make it, until the transaction ends. */
  @Query(
      value = "select 1 from pg_advisory_xact_lock(hashtextextended('host ' || :name, 0))",
      nativeQuery = true)
  int oneAtATime(String name);

  /** For whoever sends the host's jobs elsewhere: waits for placements that are under way. */
  @Query(
      value = "select * from compute_host where name = :name and configured for update",
      nativeQuery = true)
  Optional<HostRow> findLocked(String name);

  /** For who reports what a host does: removals wait for it, and placements do not. */
  @Query(
      value = "select * from compute_host where name = :name for no key update",
      nativeQuery = true)
  Optional<HostRow> findForReport(String name);

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

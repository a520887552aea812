package org.openhtc.host;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;

interface HostStore extends JpaRepository<HostRow, String> {
  List<HostRow> findByConfiguredTrueOrderByName();

  @Query("select h.endpoint from HostRow h where h.configured = true order by h.name")
  List<String> endpoints();

  /** The host and all others that are names of the same engine, at one or several addresses. */
  @Query(
      """
      select other from HostRow h
      join HostRow other on other.endpoint = h.endpoint or other.engineId = h.engineId
      where h.name = :name
      """)
  List<HostRow> withEngineOf(String name);

  List<HostRow> findByConfiguredTrueAndNameGreaterThanOrderByName(String after, Limit limit);

  /** Serializes transactions that register a host of that name, until this one ends. */
  @Query(
      value = "select 1 from pg_advisory_xact_lock(hashtextextended('host ' || :name, 0))",
      nativeQuery = true)
  int lockName(String name);

  /** For changes of a host: waits for placements in progress. */
  @Query(
      value = "select * from compute_host where name = :name and configured for update",
      nativeQuery = true)
  Optional<HostRow> findForUpdate(String name);

  /** For health reports: blocks removals of the host but not placements. */
  @Query(
      value = "select * from compute_host where name = :name for no key update",
      nativeQuery = true)
  Optional<HostRow> findForReport(String name);

  /**
   * Finds those of the hosts that may get jobs of the region, and locks them against drains and
   * removals until the transaction ends. Health reports are not blocked, because their lock is
   * weaker.
   */
  @Query(
      value =
          """
          select name from compute_host
          where name in (:names) and region = :region and configured and duty = 'WORKING'
          order by name for key share
          """,
      nativeQuery = true)
  List<String> lockWorking(Collection<String> names, String region);

  /**
   * Stores when hosts were last reachable.
   *
   * @param times as text, one for each name
   */
  @Modifying(flushAutomatically = true, clearAutomatically = true)
  @Query(
      value =
          """
          update compute_host h set last_seen_at = seen.at
          from unnest(cast(:names as text[]), cast(cast(:times as text[]) as timestamptz[]))
            as seen (name, at)
          where h.name = seen.name and (h.last_seen_at is null or h.last_seen_at < seen.at)
          """,
      nativeQuery = true)
  void markSeen(String[] names, String[] times);
}

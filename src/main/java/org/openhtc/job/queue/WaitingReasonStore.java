package org.openhtc.job.queue;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.openhtc.region.RegionName;
import org.openhtc.sql.SqlArrays;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionTemplate;

/** Writes why classes of jobs wait: one row for each class, however many jobs it has. */
@Repository
class WaitingReasonStore {
  private static final String CLEAR = "delete from waiting_reason where region = :region";

  private static final String REMOVE =
      """
      delete from waiting_reason w
      using %s
      where w.project_id = k.project_id and w.priority = k.priority
        and w.architecture = k.architecture and w.vcpus = k.vcpus and w.memory_mib = k.memory_mib
        and w.disk_gib = k.disk_gib and w.regions = k.region_list::text[] and w.region = :region
      """
          .formatted(WaitingRows.CLASSES);

  /** Sorted, so that two regions that change places can't deadlock. */
  private static final String WRITE =
      """
      insert into waiting_reason
        (project_id, priority, architecture, vcpus, memory_mib, disk_gib, regions, region, reason)
      select k.project_id, k.priority, k.architecture, k.vcpus, k.memory_mib, k.disk_gib,
             k.region_list::text[],
             :region, (:reasons::text[])[k.n::int]
      from %s
      order by 1, 2, 3, 4, 5, 6, 7
      on conflict (project_id, priority, architecture, vcpus, memory_mib, disk_gib, regions)
        do update set region = excluded.region, reason = excluded.reason
      """
          .formatted(WaitingRows.CLASSES);

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;

  WaitingReasonStore(JdbcClient jdbc, TransactionTemplate transaction) {
    this.jdbc = jdbc;
    this.transaction = transaction;
  }

  /** Replaces all reasons that the region has written. */
  void replace(RegionName region, Map<WaitingClass, String> reasons) {
    transaction.executeWithoutResult(status -> {
      jdbc.sql(CLEAR).param("region", region.name()).update();
      write(region, reasons);
    });
  }

  /** Writes some reasons, and removes those that the region has written for other classes. */
  void change(
      RegionName region, Map<WaitingClass, String> reasons, Collection<WaitingClass> removed) {
    transaction.executeWithoutResult(status -> {
      if (!removed.isEmpty()) {
        WaitingRows.bind(jdbc.sql(REMOVE), removed).param("region", region.name()).update();
      }
      write(region, reasons);
    });
  }

  private void write(RegionName region, Map<WaitingClass, String> reasons) {
    if (!reasons.isEmpty()) {
      List<WaitingClass> classes = List.copyOf(reasons.keySet());
      WaitingRows.bind(jdbc.sql(WRITE), classes)
          .param("region", region.name())
          .param("reasons", SqlArrays.texts(classes, k -> Objects.requireNonNull(reasons.get(k))))
          .update();
    }
  }
}

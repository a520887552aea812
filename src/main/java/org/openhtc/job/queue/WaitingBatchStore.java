package org.openhtc.job.queue;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.openhtc.job.queue.WaitingBatch.WaitingRetry;
import org.openhtc.region.JobPriority;
import org.openhtc.sql.SqlArrays;
import org.openhtc.sql.SqlTime;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads the first waiting batches of classes, in the order of submission. */
@Repository
class WaitingBatchStore {
  /**
   * The comparisons of rows mean equality, and leave only one plan: a range of the index of
   * classes, in order. With equal columns the database may walk all open batches for each class.
   */
  private static final String WAITING =
      """
      select k.n, b.id, b.seq, b.project_id, b.workspace_id, b.priority, b.architecture, b.vcpus,
             b.memory_mib, b.disk_gib, greatest(b.submitted_at, b.last_placed_at) as waiting_since,
             b.next_index, b.tail, w.indexes, w.attempts,
             w.memories, w.avoided_hosts
      from %s
      cross join lateral (
        select b.*, case when b.tail_status in ('RUNNABLE', 'SUBMITTED_TO_RESCALE')
                         then b.tail_size else 0 end as tail
        from job_batch b
        where b.is_open
          and (b.project_id, b.priority, b.architecture, b.vcpus, b.memory_mib, b.disk_gib, b.regions)
              >= (k.project_id, k.priority, k.architecture, k.vcpus, k.memory_mib, k.disk_gib,
                  k.region_list::text[])
          and (b.project_id, b.priority, b.architecture, b.vcpus, b.memory_mib, b.disk_gib, b.regions)
              <= (k.project_id, k.priority, k.architecture, k.vcpus, k.memory_mib, k.disk_gib,
                  k.region_list::text[])
          and (b.waiting > 0 or b.tail_status in ('RUNNABLE', 'SUBMITTED_TO_RESCALE'))
        order by b.project_id, b.priority, b.architecture, b.vcpus, b.memory_mib, b.disk_gib,
                 b.regions, b.seq
        limit (:depths::int[])[k.n::int]
      ) b
      left join lateral (
        select array_agg(j.index order by j.index) as indexes,
               array_agg(j.attempt order by j.index) as attempts,
               array_agg(coalesce(j.memory_mib, b.memory_mib) order by j.index) as memories,
               array_agg(j.avoided_host order by j.index) as avoided_hosts
        from (
          select index, attempt - case when placed_at is null then 1 else 0 end as attempt,
                 memory_mib, avoided_host
          from job
          where batch_id = b.id and status = 'RUNNABLE' and b.waiting > 0
          order by index limit :room
        ) j
      ) w on true
      order by k.n, b.seq
      """
          .formatted(WaitingRows.CLASSES);

  private final JdbcClient jdbc;

  WaitingBatchStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** See {@link JobQueue#waiting}. */
  Map<WaitingClass, List<WaitingBatch>> read(Map<WaitingClass, Integer> depths, int room) {
    List<WaitingClass> classes = List.copyOf(depths.keySet());
    Map<WaitingClass, List<WaitingBatch>> batches = new HashMap<>();
    classes.forEach(waiting -> batches.put(waiting, new ArrayList<>()));
    WaitingRows.bind(jdbc.sql(WAITING), classes)
        .param("depths", SqlArrays.integers(classes, k -> depths.getOrDefault(k, 0)))
        .param("room", room)
        .query(row -> {
          WaitingClass of = classes.get(row.getInt("n") - 1);
          batches.computeIfAbsent(of, k -> new ArrayList<>()).add(batch(row));
        });
    return batches;
  }

  private static WaitingBatch batch(ResultSet row) throws SQLException {
    return new WaitingBatch(
        row.getObject("id", UUID.class),
        row.getLong("seq"),
        row.getObject("project_id", UUID.class),
        row.getString("workspace_id"),
        JobPriority.valueOf(row.getString("priority")),
        WaitingRows.demand(row),
        SqlTime.required(row, "waiting_since"),
        row.getInt("next_index"),
        row.getInt("tail"),
        retries(row));
  }

  private static List<WaitingRetry> retries(ResultSet row) throws SQLException {
    if (row.getArray("indexes") == null) {
      return List.of();
    }
    Integer[] indexes = (Integer[]) row.getArray("indexes").getArray();
    Integer[] attempts = (Integer[]) row.getArray("attempts").getArray();
    Integer[] memories = (Integer[]) row.getArray("memories").getArray();
    @Nullable String[] avoided = (String[]) row.getArray("avoided_hosts").getArray();
    return IntStream.range(0, indexes.length)
        .mapToObj(i -> new WaitingRetry(indexes[i], attempts[i], memories[i], avoided[i]))
        .toList();
  }
}

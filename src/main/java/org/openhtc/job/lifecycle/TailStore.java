package org.openhtc.job.lifecycle;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.openhtc.job.JobId;
import org.openhtc.job.Placement;
import org.openhtc.job.SqlTime;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Tails with gaps: jobs that were cancelled alone before their first placement. Runs inside a
 * transaction that holds the batches' locks.
 */
@Repository
public class TailStore {
  private static final String PIERCED =
      """
      select id, next_index, size, withdrawn from job_batch
      where id = any(:ids::uuid[]) and cardinality(withdrawn) > 0
      """;

  private static final String ONE =
      "select next_index, size, withdrawn from job_batch where id = :id";

  private static final String INSERT_JOB =
      """
      insert into job (batch_id, index, status, status_reason, attempt, user_cancelled,
                       never_admitted, completed_at, updated_at)
      select id, :index, 'FAILED', 'Cancelled by the user', 0, true, admitted_at is null, :now, :now
      from job_batch where id = :id
      """;

  private static final String REMEMBER =
      """
      insert into job_event (batch_id, index, at, attempt, status, status_reason, user_cancelled)
      values (:id, :index, :now, 0, 'FAILED', 'Cancelled by the user', true)
      """;

  private static final String WITHDRAW =
      """
      update job_batch
      set next_index = :next, withdrawn = :withdrawn::int[], failed = failed + 1, updated_at = :now
      where id = :id
      """;

  private final JdbcClient jdbc;
  private final TailEventWriter history;

  public TailStore(JdbcClient jdbc, TailEventWriter history) {
    this.jdbc = jdbc;
    this.history = history;
  }

  /** Tells the history of tails that this transaction has ended. */
  public void ended(Collection<UUID> batches) {
    history.ended(batches);
  }

  /** What placements of first attempts take of each batch's tail. */
  public Map<UUID, TailSlice> takes(List<Placement> wanted) {
    Map<UUID, List<Placement>> byBatch =
        wanted.stream()
            .collect(
                Collectors.groupingBy(
                    p -> p.job().batchId(), LinkedHashMap::new, Collectors.toList()));
    Map<UUID, Tail> pierced = pierced(byBatch.keySet());
    Map<UUID, TailSlice> takes = new LinkedHashMap<>();
    byBatch.forEach((id, placements) -> takes.put(id, TailSlice.of(placements, pierced.get(id))));
    return takes;
  }

  private Map<UUID, Tail> pierced(Collection<UUID> batches) {
    Map<UUID, Tail> tails = new HashMap<>();
    jdbc.sql(PIERCED)
        .param("ids", batches.stream().map(UUID::toString).toArray(String[]::new))
        .query(row -> {
          tails.put(row.getObject("id", UUID.class), tail(row));
        });
    return tails;
  }

  /** Ends a job of a live tail without it ever having started. */
  public void withdraw(JobId job, Instant now) {
    UUID batch = job.batchId();
    Tail tail = jdbc.sql(ONE).param("id", batch).query((row, n) -> tail(row)).single();
    Tail rest = tail.without(job.index());
    for (String insert : new String[] {INSERT_JOB, REMEMBER}) {
      jdbc.sql(insert)
          .param("id", batch)
          .param("index", job.index())
          .param("now", SqlTime.of(now))
          .update();
    }
    jdbc.sql(WITHDRAW)
        .param("id", batch)
        .param("next", rest.next())
        .param("withdrawn", rest.withdrawnInOrder())
        .param("now", SqlTime.of(now))
        .update();
  }

  private static Tail tail(ResultSet row) throws SQLException {
    return Tail.of(
        row.getInt("next_index"),
        row.getInt("size"),
        (Integer[]) row.getArray("withdrawn").getArray());
  }
}

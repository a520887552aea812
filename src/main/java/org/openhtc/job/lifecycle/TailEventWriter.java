package org.openhtc.job.lifecycle;

import java.util.Collection;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Remembers what happened to whole tails; in the transaction in which it happens. */
@Repository
public class TailEventWriter {
  /** For a statement that has moved tails in a part {@code moved (id, next_index, withdrawn)}. */
  public static final String REMEMBER_ADMISSION =
      """
      insert into tail_event (batch_id, at, status, status_reason, first_index, withdrawn, position)
      select moved.id, :now, s.status, s.reason, moved.next_index, moved.withdrawn, s.position
      from moved
      cross join (values (1, 'SUBMITTED_TO_PROVIDER', 'Admitted'),
                         (2, 'RUNNABLE', 'Waits for room on a host'))
        as s (position, status, reason)
      order by moved.id, s.position
      """;

  private static final String REMEMBER_SUBMISSION =
      """
      insert into tail_event (batch_id, at, status, status_reason, first_index, withdrawn, position)
      select id, submitted_at, 'SUBMITTED_TO_RESCALE', 'Accepted', 0, '{}', 0
      from job_batch where id = any(:ids::uuid[]) order by seq
      """;

  private static final String REMEMBER_END =
      """
      insert into tail_event (batch_id, at, status, status_reason, user_cancelled, first_index,
                              withdrawn, position)
      select id, tail_ended_at, tail_status, tail_reason, tail_cancelled, next_index, withdrawn,
             case when admitted_at is null then 1 else 3 end
      from job_batch where id = any(:ids::uuid[]) order by id
      """;

  private final JdbcClient jdbc;

  public TailEventWriter(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  public void submitted(Collection<UUID> batches) {
    remember(REMEMBER_SUBMISSION, batches);
  }

  /** Tails that were live until this transaction. */
  public void ended(Collection<UUID> batches) {
    remember(REMEMBER_END, batches);
  }

  private void remember(String sql, Collection<UUID> batches) {
    jdbc.sql(sql)
        .param("ids", batches.stream().map(UUID::toString).toArray(String[]::new))
        .update();
  }
}

package org.openhtc.job.lifecycle;

import java.util.Collection;
import java.util.UUID;
import org.openhtc.sql.SqlArrays;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Records the events of whole tails, in the transaction that changes the tails. */
@Repository
public class TailEventWriter {
  private static final String RECORD_SUBMISSION =
      """
      insert into tail_event (batch_id, at, status, status_reason, first_index, withdrawn, position)
      select id, submitted_at, 'SUBMITTED_TO_RESCALE', :accepted, 0, '{}', 0
      from job_batch where id = any(:ids::uuid[]) order by seq
      """;

  private static final String RECORD_ADMISSION =
      """
      insert into tail_event (batch_id, at, status, status_reason, first_index, withdrawn, position)
      select b.id, b.admitted_at, s.status, s.reason, b.next_index, b.withdrawn, s.position
      from job_batch b
      cross join (values (1, 'SUBMITTED_TO_PROVIDER', :admitted),
                         (2, 'RUNNABLE', :waits))
        as s (position, status, reason)
      where b.id = any(:ids::uuid[])
      order by b.id, s.position
      """;

  private static final String RECORD_END =
      """
      insert into tail_event (batch_id, at, status, status_reason, user_cancelled, first_index,
                              withdrawn, position)
      select id, tail_ended_at, tail_status, tail_reason, tail_cancelled, next_index, withdrawn,
             case when admitted_at is null then 1 else 3 end
      from job_batch where id = any(:ids::uuid[]) order by id
      """;

  private final JdbcClient jdbc;

  TailEventWriter(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Records batches that the current transaction has inserted. */
  public void submitted(Collection<UUID> batches) {
    jdbc.sql(RECORD_SUBMISSION)
        .param("ids", SqlArrays.uuids(batches))
        .param("accepted", StatusReason.ACCEPTED)
        .update();
  }

  /** Records tails that the current transaction has admitted. */
  void admitted(Collection<UUID> batches) {
    jdbc.sql(RECORD_ADMISSION)
        .param("ids", SqlArrays.uuids(batches))
        .param("admitted", StatusReason.ADMITTED)
        .param("waits", StatusReason.WAITS_FOR_HOST)
        .update();
  }

  /** Records tails that the current transaction has ended. */
  void ended(Collection<UUID> batches) {
    jdbc.sql(RECORD_END).param("ids", SqlArrays.uuids(batches)).update();
  }
}

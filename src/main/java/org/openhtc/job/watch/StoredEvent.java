package org.openhtc.job.watch;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.Stream;
import org.openhtc.job.JobId;
import org.openhtc.job.JobStatus;
import org.openhtc.job.SqlTime;
import org.openhtc.job.lifecycle.Tail;
import org.openhtc.job.query.JobHistoryEntry;

/** One stored event: of one job, or of a whole tail, which is as many events as it has jobs. */
public sealed interface StoredEvent {
  /** An event as followers get it. */
  record Event(EventPosition position, JobHistoryEntry line) {}

  long ordinal();

  /** Its events, in order of the jobs' indexes; made one by one as they are asked for. */
  Stream<Event> events();

  record OfJob(long ordinal, int index, JobHistoryEntry line) implements StoredEvent {
    @Override
    public Stream<Event> events() {
      return Stream.of(new Event(new EventPosition(ordinal, index), line));
    }
  }

  /**
   * @param position which line of each job's history it is
   */
  record OfTail(
      long ordinal,
      UUID batch,
      Tail tail,
      int position,
      Instant at,
      JobStatus status,
      String reason,
      boolean cancelled)
      implements StoredEvent {
    @Override
    public Stream<Event> events() {
      return tail.jobs()
          .mapToObj(index ->
              new Event(
                  new EventPosition(ordinal, index),
                  JobHistoryEntry.shared(
                      new JobId(batch, index), position, at, status, reason, cancelled)));
    }
  }

  static StoredEvent of(ResultSet row) throws SQLException {
    long ordinal = row.getLong("ordinal");
    UUID batch = row.getObject("batch_id", UUID.class);
    int index = row.getInt("index");
    int position = row.getInt("position");
    if (row.getArray("withdrawn") == null) {
      return new OfJob(ordinal, index, JobHistoryEntry.own(new JobId(batch, index), position, row));
    }
    return new OfTail(
        ordinal,
        batch,
        Tail.of(index, row.getInt("size"), (Integer[]) row.getArray("withdrawn").getArray()),
        position,
        SqlTime.required(row, "at"),
        JobStatus.valueOf(row.getString("status")),
        row.getString("status_reason"),
        row.getBoolean("user_cancelled"));
  }
}

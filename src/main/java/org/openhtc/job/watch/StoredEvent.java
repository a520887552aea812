package org.openhtc.job.watch;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.Stream;
import org.openhtc.job.JobId;
import org.openhtc.job.JobStatus;
import org.openhtc.job.lifecycle.Tail;
import org.openhtc.job.query.JobHistoryEntry;
import org.openhtc.sql.SqlTime;

/** A stored event: of one job, or of a whole tail, which is one event of each of its jobs. */
sealed interface StoredEvent {
  /** An event of one job, with its position in the stream. */
  record Event(EventPosition position, JobHistoryEntry entry) {}

  /** The position after which the next row begins. */
  EventPosition end();

  /** The events of the jobs, in the order of their indexes; created lazily. */
  Stream<Event> events();

  /** The number of those events. */
  int size();

  record OfJob(long ordinal, int index, JobHistoryEntry entry) implements StoredEvent {
    @Override
    public EventPosition end() {
      return new EventPosition(ordinal, index);
    }

    @Override
    public Stream<Event> events() {
      return Stream.of(new Event(new EventPosition(ordinal, index), entry));
    }

    @Override
    public int size() {
      return 1;
    }
  }

  /**
   * @param position position of the entry in each job's history
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
    public EventPosition end() {
      return EventPosition.after(ordinal);
    }

    @Override
    public Stream<Event> events() {
      return tail.jobs()
          .mapToObj(index ->
              new Event(
                  new EventPosition(ordinal, index),
                  JobHistoryEntry.shared(
                      new JobId(batch, index), position, at, status, reason, cancelled)));
    }

    @Override
    public int size() {
      return tail.size() - tail.next() - tail.withdrawn().size();
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

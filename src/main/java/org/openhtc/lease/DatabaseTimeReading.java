package org.openhtc.lease;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Reads the time of the database at the start and every second. While the database does not
 * respond, the time runs on.
 */
final class DatabaseTimeReading extends LoopingComponent {
  private static final Logger log = LoggerFactory.getLogger(DatabaseTimeReading.class);

  /**
   * How long a step of the database's own clock may stay unnoticed, and the time during which the
   * machine was suspended: clocks that measure durations do not count it.
   */
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  /** A larger difference is not one of clocks that are synchronized. */
  private static final Duration WARNED = Duration.ofSeconds(1);

  private final JdbcClient jdbc;
  private final DatabaseTime time;
  private final LongSupplier nanoTime;

  DatabaseTimeReading(JdbcClient jdbc, DatabaseTime time, LongSupplier nanoTime) {
    super(new WakeableLoop("database-time", INTERVAL));
    this.jdbc = jdbc;
    this.time = time;
    this.nanoTime = nanoTime;
  }

  /**
   * @throws org.springframework.dao.DataAccessException if the database does not respond
   */
  @Override
  protected void pass() {
    long sentAt = nanoTime.getAsLong();
    OffsetDateTime read = jdbc.sql("select clock_timestamp()").query(OffsetDateTime.class).single();
    Duration step = time.read(read.toInstant(), sentAt);
    if (step.abs().compareTo(WARNED) > 0) {
      log.warn(
          "The time of the database differed by {} from that of this process, which uses it now",
          step);
    }
  }

  /** Before everything that uses the time. */
  @Override
  public int getPhase() {
    return Integer.MIN_VALUE;
  }
}

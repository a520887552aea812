package org.openhtc.job.tracing;

import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The ordinal up to which the ends of jobs were sent, so that a restart leaves out none. */
@Repository
class TracePositionStore {
  private static final String READ = "select ordinal from trace_position";

  /** Never moves back: another process may be further on. */
  private static final String WRITE =
      """
      insert into trace_position as t (ordinal) values (:ordinal)
      on conflict (only_row) do update set ordinal = greatest(t.ordinal, excluded.ordinal)
      """;

  private final JdbcClient jdbc;

  TracePositionStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Empty before the first write. */
  Optional<Long> read() {
    return jdbc.sql(READ).query(Long.class).optional();
  }

  void write(long ordinal) {
    jdbc.sql(WRITE).param("ordinal", ordinal).update();
  }
}

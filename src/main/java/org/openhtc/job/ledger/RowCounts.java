package org.openhtc.job.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How many jobs of a batch that have rows of their own have each status.
 *
 * @param waiting for another attempt
 * @param failures those of the failed jobs that were not cancelled
 */
record RowCounts(
    long waiting, long starting, long running, long succeeded, long failed, long failures) {

  /**
   * @param prefix of the columns' names
   */
  static RowCounts of(ResultSet row, String prefix) throws SQLException {
    return new RowCounts(
        row.getLong(prefix + "waiting"),
        row.getLong(prefix + "starting"),
        row.getLong(prefix + "running"),
        row.getLong(prefix + "succeeded"),
        row.getLong(prefix + "failed"),
        row.getLong(prefix + "failures"));
  }

  /** The number of rows; failures are among the failed jobs. */
  long total() {
    return waiting + starting + running + succeeded + failed;
  }

  /** By the name of the counter, without the failures, which a retry sets to zero. */
  Map<String, Long> byName() {
    Map<String, Long> counts = new LinkedHashMap<>();
    counts.put("waiting", waiting);
    counts.put("starting", starting);
    counts.put("running", running);
    counts.put("succeeded", succeeded);
    counts.put("failed", failed);
    return counts;
  }
}

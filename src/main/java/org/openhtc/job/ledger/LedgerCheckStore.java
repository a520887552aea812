package org.openhtc.job.ledger;

import java.util.Optional;
import org.openhtc.sql.SqlTime;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The result of the last check, stored so that every process can report it. */
@Repository
public class LedgerCheckStore {
  private static final String WRITE =
      """
      insert into ledger_check (checked_at, submitted, discrepancies)
      values (:at, :submitted, :discrepancies)
      on conflict (only_one) do update
      set checked_at = excluded.checked_at, submitted = excluded.submitted,
          discrepancies = excluded.discrepancies
      """;

  private static final String LAST =
      "select checked_at, submitted, discrepancies from ledger_check";

  private final JdbcClient jdbc;

  LedgerCheckStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Empty before the first check. */
  public Optional<LastCheck> last() {
    return jdbc.sql(LAST)
        .query((row, n) ->
            new LastCheck(
                SqlTime.required(row, "checked_at"),
                row.getLong("submitted"),
                row.getLong("discrepancies")))
        .optional();
  }

  void write(Ledger ledger) {
    jdbc.sql(WRITE)
        .param("at", SqlTime.of(ledger.checkedAt()))
        .param("submitted", ledger.total().submitted())
        .param("discrepancies", ledger.discrepancyCount())
        .update();
  }
}

package org.openhtc.job.lifecycle;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.openhtc.job.Placement;
import org.openhtc.sql.SqlArrays;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads the tails of batches that the current transaction has locked. */
@Repository
class TailStore {
  private static final String ALL =
      "select id, next_index, size, withdrawn from job_batch where id = any(:ids::uuid[])";

  private static final String ONE =
      "select next_index, size, withdrawn from job_batch where id = :id";

  private final JdbcClient jdbc;

  TailStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  Tail one(UUID batch) {
    return jdbc.sql(ONE).param("id", batch).query((row, n) -> tail(row)).single();
  }

  /**
   * The part of each batch's tail that placements of first attempts take; empty ones are left out.
   */
  Map<UUID, TailSlice> slices(List<Placement> wanted) {
    Map<UUID, List<Placement>> byBatch =
        wanted.stream()
            .collect(
                Collectors.groupingBy(
                    p -> p.job().batchId(), LinkedHashMap::new, Collectors.toList()));
    Map<UUID, Tail> tails = all(byBatch.keySet());
    Map<UUID, TailSlice> slices = new LinkedHashMap<>();
    byBatch.forEach((id, placements) -> {
      Tail tail = tails.get(id);
      if (tail != null && tail.next() < tail.size()) {
        slices.put(id, TailSlice.of(placements, tail));
      }
    });
    return slices;
  }

  private Map<UUID, Tail> all(Collection<UUID> batches) {
    Map<UUID, Tail> tails = new HashMap<>();
    jdbc.sql(ALL)
        .param("ids", SqlArrays.uuids(batches))
        .query(row -> {
          tails.put(row.getObject("id", UUID.class), tail(row));
        });
    return tails;
  }

  private static Tail tail(ResultSet row) throws SQLException {
    return Tail.of(
        row.getInt("next_index"),
        row.getInt("size"),
        (Integer[]) row.getArray("withdrawn").getArray());
  }
}

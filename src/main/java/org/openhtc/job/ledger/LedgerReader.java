package org.openhtc.job.ledger;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.stereotype.Service;

/** Counts all jobs of the installation: batch after batch, in portions that need little memory. */
@Service
class LedgerReader {
  /** With up to a thousand jobs each; a portion takes some hundred milliseconds at most. */
  private static final int BATCHES_OF_A_PORTION = 100;

  private static final int MOST_DISCREPANCIES = 100;
  private static final UUID FIRST = new UUID(0, 0);

  private final LedgerQueries queries;
  private final Clock clock;

  LedgerReader(LedgerQueries queries, Clock clock) {
    this.queries = queries;
    this.clock = clock;
  }

  Ledger read() {
    Count count = new Count();
    Instant checkedAt = clock.instant();
    List<BatchAccount> portion = queries.batches(FIRST, BATCHES_OF_A_PORTION);
    while (!portion.isEmpty()) {
      portion.forEach(count::add);
      portion = queries.batches(portion.getLast().batchId(), BATCHES_OF_A_PORTION);
    }
    return new Ledger(
        checkedAt,
        count.total,
        count.projects.entrySet().stream()
            .map(project -> new Ledger.OfProject(project.getKey(), project.getValue()))
            .toList(),
        count.problems,
        count.discrepancies);
  }

  /** What was counted so far. */
  private static final class Count {
    private LedgerSum total = LedgerSum.empty();
    private final Map<UUID, LedgerSum> projects = new TreeMap<>();
    private final List<Ledger.Discrepancy> discrepancies = new ArrayList<>();
    private long problems;

    void add(BatchAccount batch) {
      total = total.plus(batch);
      projects.put(
          batch.projectId(),
          projects.getOrDefault(batch.projectId(), LedgerSum.empty()).plus(batch));
      for (String problem : batch.problems()) {
        problems++;
        if (discrepancies.size() < MOST_DISCREPANCIES) {
          discrepancies.add(new Ledger.Discrepancy(batch.projectId(), batch.batchId(), problem));
        }
      }
    }
  }
}

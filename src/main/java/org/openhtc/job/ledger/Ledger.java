package org.openhtc.job.ledger;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * All jobs of the installation.
 *
 * @param checkedAt when the count began
 * @param total of all projects
 * @param projects in the order of their ids; projects without jobs are left out
 * @param discrepancyCount number of problems that were found
 * @param discrepancies the first of these problems
 */
record Ledger(
    Instant checkedAt,
    LedgerSum total,
    List<OfProject> projects,
    long discrepancyCount,
    List<Discrepancy> discrepancies) {

  /** The jobs of one project. */
  record OfProject(UUID projectId, LedgerSum jobs) {}

  /**
   * A batch whose numbers contradict each other.
   *
   * @param parentJobId id of the batch
   * @param problem one sentence
   */
  record Discrepancy(UUID projectId, UUID parentJobId, String problem) {}
}

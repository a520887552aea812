package org.openhtc.job.ledger;

import java.time.Instant;

/**
 * The result of a check of the ledger.
 *
 * @param checkedAt when it began
 * @param submitted number of jobs that were checked
 * @param discrepancies number of problems; 0 if the ledger is correct
 */
public record LastCheck(Instant checkedAt, long submitted, long discrepancies) {}

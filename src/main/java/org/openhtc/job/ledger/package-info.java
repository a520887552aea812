/**
 * Counts all jobs again and compares: what was submitted must be live or ended, the counters of
 * each batch must equal its rows, and container time must lie within reservations.
 */
@org.springframework.modulith.NamedInterface("ledger")
@org.jspecify.annotations.NullMarked
package org.openhtc.job.ledger;

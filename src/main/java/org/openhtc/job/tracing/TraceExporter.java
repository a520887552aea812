package org.openhtc.job.tracing;

import java.util.List;
import java.util.function.LongSupplier;
import org.openhtc.job.tracing.EndedJobQueries.Portion;

/** Sends the traces of jobs that have ended since the last portion: each at least once. */
final class TraceExporter {
  /** The ends that a portion reads: each event is the end of up to a thousand jobs of a batch. */
  private static final int EVENTS = 200;

  /** So many traces have a body of about two megabytes. */
  private static final int JOBS_OF_A_REQUEST = 1_000;

  private final EndedJobQueries jobs;
  private final TracePositionStore positions;
  private final LongSupplier watermark;
  private final TraceClient client;

  /**
   * @param watermark ordinal up to which all events are visible
   */
  TraceExporter(
      EndedJobQueries jobs,
      TracePositionStore positions,
      LongSupplier watermark,
      TraceClient client) {
    this.jobs = jobs;
    this.positions = positions;
    this.watermark = watermark;
    this.client = client;
  }

  /**
   * Returns whether more jobs have ended. Jobs that ended before the first portion are left out.
   */
  boolean portion() {
    long until = watermark.getAsLong();
    long after = positions.read().orElse(until);
    Portion portion = jobs.between(after, until, EVENTS);
    for (int from = 0; from < portion.jobs().size(); from += JOBS_OF_A_REQUEST) {
      int to = Math.min(portion.jobs().size(), from + JOBS_OF_A_REQUEST);
      client.send(List.copyOf(portion.jobs().subList(from, to)));
    }
    positions.write(portion.last());
    return portion.last() < until;
  }
}

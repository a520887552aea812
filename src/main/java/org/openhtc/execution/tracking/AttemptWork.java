package org.openhtc.execution.tracking;

import org.openhtc.execution.AttemptId;

/**
 * Queues work on attempts. The work first reads the attempt's state in the table, so work that is
 * queued twice or too late does nothing. No method waits.
 */
interface AttemptWork {
  /** Create the container, and start it only if there is room by then. */
  void prepare(AttemptId attempt);

  /** Launch the container. */
  void launch(AttemptId attempt);

  /** Report an end that is known from events, then clean up. */
  void finish(AttemptId attempt);

  /** Read the state of the container and decide. */
  void step(AttemptId attempt);

  /** Report a start, unless the end comes before. */
  void reportStart(AttemptId attempt);

  /** Measure the disk use of a running container. */
  void measure(AttemptId attempt);
}

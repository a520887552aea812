package org.openhtc.execution.tracking;

import org.openhtc.execution.AttemptId;

/** Does nothing of what is queued: a test does it by itself. */
final class NoWork implements AttemptWork {
  @Override
  public void prepare(AttemptId attempt) {}

  @Override
  public void launch(AttemptId attempt) {}

  @Override
  public void finish(AttemptId attempt) {}

  @Override
  public void step(AttemptId attempt) {}

  @Override
  public void reportStart(AttemptId attempt) {}

  @Override
  public void measure(AttemptId attempt) {}
}

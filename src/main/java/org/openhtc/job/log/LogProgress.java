package org.openhtc.job.log;

import org.jspecify.annotations.Nullable;

/** How much of a job's log a stream has sent. Not thread-safe. */
final class LogProgress {
  private final @Nullable LogEventId resume;
  private LogFollower follower = new LogFollower(null);
  private int attempt;

  /**
   * @param resume the line after which to begin; null for the present attempt's first line
   */
  LogProgress(@Nullable LogEventId resume) {
    this.resume = resume;
  }

  /** The attempt whose log is being sent; 0 before the first. */
  int attempt() {
    return attempt;
  }

  LogFollower follower() {
    return follower;
  }

  /** The attempt to begin with, for a job with {@code latest} attempts. */
  int first(int latest) {
    return resume == null ? latest : Math.clamp(resume.attempt(), 1, latest);
  }

  void begin(int next) {
    attempt = next;
    follower = new LogFollower(resume == null ? null : resume.within(next));
  }
}

package org.openhtc.job.log;

import java.time.Instant;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.openhtc.job.JobId;

/** Supplies the log lines of jobs; implemented by module {@code execution}. */
public interface JobLogSource {

  /**
   * The attempt whose lines are requested.
   *
   * @param attempt from 1
   * @param host the host that ran the attempt
   * @param hasEnded whether the attempt has ended, so that its log is stored or will be soon
   */
  record Request(
      JobId job, int attempt, UUID projectId, UUID taskId, String host, boolean hasEnded) {}

  /**
   * Reads the present lines one after another, so that a log of any size needs little memory. There
   * are none if nothing was printed, or the log no longer exists.
   *
   * @param since lines before that time may be left out; null for all lines
   * @param sink receives the lines, oldest first; lines of the two outputs may be out of order. It
   *     may be called on other threads, one after another
   * @throws org.openhtc.api.ApiException 503 if there may be lines that can't be read now, also
   *     after some lines
   */
  void read(Request request, @Nullable Instant since, Consumer<JobLogLine> sink);
}

package org.openhtc.job.tracing;

import java.util.HexFormat;
import org.openhtc.digest.Sha256;
import org.openhtc.job.JobId;

/**
 * The ids of traces and spans. They follow from the job, so that its containers can refer to them
 * before they are sent, and a repeated request contains the same spans.
 */
final class TraceIds {
  private static final int TRACE_BYTES = 16;
  private static final int SPAN_BYTES = 8;

  private TraceIds() {}

  static String trace(JobId job) {
    return id("trace " + job, TRACE_BYTES);
  }

  /**
   * The span of a job from its submission to its end.
   *
   * @param attempt the last one: a job that a user retries has another end
   */
  static String job(JobId job, int attempt) {
    return id("job " + job + " " + attempt, SPAN_BYTES);
  }

  static String attempt(JobId job, int attempt) {
    return id("attempt " + job + " " + attempt, SPAN_BYTES);
  }

  /**
   * A part of an attempt.
   *
   * @param name of the part
   */
  static String part(JobId job, int attempt, String name) {
    return id(name + " " + job + " " + attempt, SPAN_BYTES);
  }

  /** Not all bytes of a hash are zero, which would be no valid id. */
  private static String id(String name, int length) {
    return HexFormat.of().formatHex(Sha256.of(name), 0, length);
  }
}

package org.openhtc.embedded.s3;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Receives a record of each request after its response. */
@FunctionalInterface
public interface AccessLog {

  /**
   * A request and its outcome.
   *
   * @param accessKey null when the request names none that is known
   * @param operation name of S3's operation; UNKNOWN for a request that was refused before
   * @param target bucket and key, encoded for URLs
   * @param error code of the error; null when there was none
   * @param sent bytes of content
   */
  record Entry(
      String requestId,
      String address,
      @Nullable String accessKey,
      @Nullable String owner,
      String operation,
      String target,
      int status,
      @Nullable String error,
      long received,
      long sent,
      Duration duration) {}

  void add(Entry entry);
}

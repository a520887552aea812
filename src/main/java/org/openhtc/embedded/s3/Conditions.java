package org.openhtc.embedded.s3;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.openhtc.embedded.blob.BlobInfo;
import org.openhtc.embedded.blob.Precondition;
import org.openhtc.embedded.http.S3Error;
import org.openhtc.embedded.http.S3Request;

/** The conditions in the headers of a request. */
final class Conditions {
  private Conditions() {}

  /**
   * Those of a write: If-None-Match with an asterisk, and If-Match.
   *
   * @throws S3Error when it is one that S3 does not have
   */
  static Precondition ofWrite(S3Request request) {
    String match = request.header("if-match");
    String noneMatch = request.header("if-none-match");
    if (noneMatch != null && !noneMatch.equals("*")) {
      throw S3Error.notImplemented("If-None-Match with an entity tag for writes");
    }
    if (match == null && noneMatch == null) {
      return Precondition.NONE;
    }
    return present -> {
      if (noneMatch != null && present != null) {
        throw S3Error.preconditionFailed();
      }
      if (match != null && present == null) {
        throw S3Error.noSuchKey();
      }
      if (match != null && present != null && !matches(match, present.etag())) {
        throw S3Error.preconditionFailed();
      }
    };
  }

  /**
   * That of one key in a request for many.
   *
   * @param etag null for no condition
   */
  static Precondition ofTag(@Nullable String etag) {
    if (etag == null) {
      return Precondition.NONE;
    }
    return present -> {
      if (present != null && !matches(etag, present.etag())) {
        throw S3Error.preconditionFailed();
      }
    };
  }

  /**
   * Checks those of a read.
   *
   * @param prefix empty, or that of the headers for the source of a copy
   * @return false when the client's copy is still the current one
   * @throws S3Error when a condition does not hold
   */
  static boolean checkRead(S3Request request, String prefix, BlobInfo info) {
    String match = request.header(prefix + "if-match");
    String noneMatch = request.header(prefix + "if-none-match");
    long unmodifiedSince = request.date(prefix + "if-unmodified-since");
    long modifiedSince = request.date(prefix + "if-modified-since");
    long modified = info.modified().getEpochSecond() * 1000;
    boolean isStale =
        match != null
            ? !matches(match, info.etag())
            : unmodifiedSince >= 0 && modified > unmodifiedSince;
    if (isStale) {
      throw S3Error.preconditionFailed();
    }
    return noneMatch != null
        ? !matches(noneMatch, info.etag())
        : modifiedSince < 0 || modified > modifiedSince;
  }

  private static boolean matches(@Nullable String tags, String etag) {
    return tags != null
        && Arrays.stream(tags.split(","))
            .map(tag -> tag.strip().replaceFirst("^W/", "").replace("\"", ""))
            .anyMatch(tag -> tag.equals("*") || tag.equals(etag));
  }
}

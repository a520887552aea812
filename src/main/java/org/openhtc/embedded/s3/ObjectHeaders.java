package org.openhtc.embedded.s3;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.openhtc.embedded.http.S3Error;
import org.openhtc.embedded.http.S3Request;

/** The headers of a request that are stored with an object. */
final class ObjectHeaders {
  static final String USER_PREFIX = "x-amz-meta-";
  private static final int MOST_METADATA = 8 << 10;
  private static final String DEFAULT_TYPE = "binary/octet-stream";
  private static final List<String> STANDARD =
      List.of(
          "content-type",
          "cache-control",
          "content-disposition",
          "content-encoding",
          "content-language",
          "expires");

  /** Requests that the store must not fulfil only in part. */
  private static final List<String> REFUSED =
      List.of(
          "x-amz-server-side-encryption",
          "x-amz-object-lock",
          "x-amz-tagging",
          "x-amz-website-redirect-location",
          "x-amz-write-offset-bytes");

  private ObjectHeaders() {}

  /**
   * Headers to store, by their names in lower case.
   *
   * @throws S3Error when the metadata is too long, or the request wants what the store can't do
   */
  static Map<String, String> of(S3Request request) {
    checkSupported(request);
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("content-type", DEFAULT_TYPE);
    int length = 0;
    for (String name : request.headerNames()) {
      String value = request.header(name, "");
      if (name.startsWith(USER_PREFIX)) {
        length += name.length() + value.getBytes(StandardCharsets.UTF_8).length;
        headers.put(name, value);
      } else if (name.equals("content-encoding")) {
        putEncoding(headers, value);
      } else if (STANDARD.contains(name) && !value.isEmpty()) {
        headers.put(name, value);
      }
    }
    if (length > MOST_METADATA) {
      throw S3Error.of(
          400, "MetadataTooLarge", "Your metadata headers exceed the maximum allowed size.");
    }
    return headers;
  }

  /** Objects cannot be made public. */
  static void checkAcl(S3Request request) {
    String acl = request.header("x-amz-acl", "private").toLowerCase(Locale.ROOT);
    boolean isPrivate = acl.equals("private") || acl.equals("bucket-owner-full-control");
    boolean grants = request.headerNames().stream().anyMatch(n -> n.startsWith("x-amz-grant-"));
    if (!isPrivate || grants) {
      throw S3Error.denied("Objects of this store are private.");
    }
  }

  private static void checkSupported(S3Request request) {
    checkAcl(request);
    for (String name : request.headerNames()) {
      if (REFUSED.stream().anyMatch(name::startsWith)) {
        throw S3Error.notImplemented("the header " + name);
      }
    }
  }

  /** The encoding of the transfer is no property of the object. */
  private static void putEncoding(Map<String, String> headers, String value) {
    String stored = value.replaceAll("(?i)aws-chunked\\s*,?\\s*", "").replaceAll(",\\s*$", "");
    if (!stored.isBlank()) {
      headers.put("content-encoding", stored.strip());
    }
  }
}

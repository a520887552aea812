package org.openhtc.embedded.s3;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openhtc.digest.Sha256;
import org.openhtc.embedded.http.PacedInput;
import org.openhtc.embedded.http.S3Error;
import org.openhtc.embedded.http.S3Request;
import org.openhtc.embedded.http.StoreLimits;
import org.openhtc.embedded.s3.ChecksumAlgorithm.Calculation;
import org.openhtc.embedded.signature.ChunkedInput;
import org.openhtc.embedded.signature.Hashes;
import org.openhtc.embedded.signature.Payload;

/**
 * The body of an authenticated request: copied while it arrives, and compared with its checksums.
 */
final class ObjectBody {
  /** As on AWS. */
  static final long LARGEST = 5L << 30;

  private static final int BUFFER = 64 << 10;

  private final S3Request request;
  private final Payload payload;
  private final StoreLimits limits;

  ObjectBody(S3Request request, Payload payload, StoreLimits limits) {
    this.request = request;
    this.payload = payload;
    this.limits = limits;
  }

  /**
   * What was received.
   *
   * @param md5 of the content in hexadecimal digits
   * @param checksums response headers with the checksums that the client sent
   */
  record Received(String md5, Map<String, String> checksums) {}

  /**
   * The number of bytes of the content, as the request declares it.
   *
   * @throws S3Error when it declares none, or too many
   */
  long length() {
    String decoded = payload.isChunked() ? request.header("x-amz-decoded-content-length") : null;
    long length = decoded == null ? request.contentLength() : parse(decoded);
    if (length < 0 || (payload.isChunked() && decoded == null)) {
      throw S3Error.of(
          411, "MissingContentLength", "You must provide the Content-Length HTTP header.");
    }
    if (length > LARGEST) {
      throw S3Error.of(
          400,
          "EntityTooLarge",
          "Your proposed upload exceeds the maximum allowed size of 5 GiB; use a multipart"
              + " upload.");
    }
    return length;
  }

  /**
   * Copies the body.
   *
   * @throws S3Error when it is shorter than declared, too slow, or has another checksum
   */
  Received copyTo(OutputStream target) throws IOException {
    long length = length();
    DeclaredChecksum declared = DeclaredChecksum.of(request);
    MessageDigest md5 = Hashes.digest("MD5");
    MessageDigest sha256 = payload.hash() == null ? null : Sha256.incremental();
    Calculation checksum = declared == null ? null : declared.algorithm().start();
    InputStream arriving = new PacedInput(request.body(), limits);
    ChunkedInput chunked = null;
    if (payload.isChunked()) {
      chunked = new ChunkedInput(new BufferedInputStream(arriving, BUFFER), payload.chunks());
    }
    InputStream in = chunked == null ? arriving : chunked;
    byte[] buffer = new byte[BUFFER];
    long received = 0;
    for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
      received += count;
      if (received > length) {
        throw S3Error.incomplete();
      }
      md5.update(buffer, 0, count);
      if (sha256 != null) {
        sha256.update(buffer, 0, count);
      }
      if (checksum != null) {
        checksum.update(buffer, 0, count);
      }
      target.write(buffer, 0, count);
    }
    if (received != length) {
      throw S3Error.incomplete();
    }
    checkHash(sha256);
    byte[] hash = md5.digest();
    checkMd5(hash);
    return new Received(
        HexFormat.of().formatHex(hash),
        checksums(declared, checksum, chunked == null ? Map.of() : chunked.trailers()));
  }

  private void checkHash(@Nullable MessageDigest sha256) {
    if (sha256 != null && !HexFormat.of().formatHex(sha256.digest()).equals(payload.hash())) {
      throw S3Error.of(
          400,
          "XAmzContentSHA256Mismatch",
          "The provided 'x-amz-content-sha256' header does not match what was computed.");
    }
  }

  private void checkMd5(byte[] actual) {
    String header = request.header("content-md5");
    if (header == null) {
      return;
    }
    byte[] expected;
    try {
      expected = Base64.getDecoder().decode(header);
    } catch (IllegalArgumentException e) {
      expected = new byte[0];
    }
    if (expected.length != actual.length) {
      throw S3Error.of(400, "InvalidDigest", "The Content-MD5 you specified is not valid.");
    }
    if (!MessageDigest.isEqual(expected, actual)) {
      throw S3Error.of(
          400, "BadDigest", "The Content-MD5 you specified did not match what we received.");
    }
  }

  private static Map<String, String> checksums(
      @Nullable DeclaredChecksum declared,
      @Nullable Calculation calculation,
      Map<String, String> trailers) {
    if (declared == null || calculation == null) {
      return Map.of();
    }
    ChecksumAlgorithm algorithm = declared.algorithm();
    String actual = calculation.base64();
    String expected =
        declared.value() == null ? trailers.get(algorithm.header()) : declared.value();
    if (declared.isInTrailer() && expected == null) {
      throw S3Error.invalidRequest("The trailer %s is missing.".formatted(algorithm.header()));
    }
    if (expected != null && !expected.equals(actual)) {
      algorithm.checkForm(expected);
      throw S3Error.of(
          400,
          "BadDigest",
          "The %s you specified did not match the calculated checksum.".formatted(algorithm));
    }
    Map<String, String> checksums = new LinkedHashMap<>();
    checksums.put(algorithm.header(), actual);
    return checksums;
  }

  private static long parse(String length) {
    return length.matches("[0-9]{1,15}") ? Long.parseLong(length) : -1;
  }
}

package org.openhtc.embedded.signature;

import java.security.MessageDigest;
import java.util.HexFormat;
import org.openhtc.digest.Sha256;
import org.openhtc.embedded.http.S3Error;

/**
 * Checks the signatures of chunks; each covers the one before, and the first that of the request.
 */
public final class ChunkSignatures {
  private static final String EMPTY_HASH = Sha256.hex("");

  private final RequestSigningKey key;
  private final MessageDigest digest = Sha256.incremental();
  private String previous;

  public ChunkSignatures(RequestSigningKey key, String seed) {
    this.key = key;
    this.previous = seed;
  }

  public void update(byte[] bytes, int offset, int length) {
    digest.update(bytes, offset, length);
  }

  /**
   * Checks the chunk whose bytes were given since the last call.
   *
   * @throws S3Error when it has another signature
   */
  public void endChunk(String signature) {
    String hash = HexFormat.of().formatHex(digest.digest());
    check(
        key.sign("AWS4-HMAC-SHA256-PAYLOAD", previous + "\n" + EMPTY_HASH + "\n" + hash),
        signature);
  }

  /**
   * Checks the headers after the last chunk.
   *
   * @param headers each as {@code name:value} with a line feed
   */
  public void endTrailer(String headers, String signature) {
    check(key.sign("AWS4-HMAC-SHA256-TRAILER", previous + "\n" + Sha256.hex(headers)), signature);
  }

  private void check(String expected, String actual) {
    if (!Hashes.areEqual(expected, actual)) {
      throw S3Error.of(
          403,
          "SignatureDoesNotMatch",
          "The signature of a part of the body does not match the one that was calculated.");
    }
    previous = expected;
  }
}

package org.openhtc.embedded.signature;

import org.jspecify.annotations.Nullable;
import org.openhtc.embedded.http.S3Error;

/**
 * What the signature of a request covers of its body.
 *
 * @param hash of the body in hexadecimal digits; null when the signature covers none
 * @param isChunked whether the body is in chunks of AWS's own format
 * @param chunks checks the signatures of the chunks; null when they have none
 */
public record Payload(@Nullable String hash, boolean isChunked, @Nullable ChunkSignatures chunks) {
  private static final String UNSIGNED = "UNSIGNED-PAYLOAD";
  private static final String UNSIGNED_CHUNKS = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";
  private static final String SIGNED_CHUNKS = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD";
  private static final String SIGNED_CHUNKS_TRAILER = SIGNED_CHUNKS + "-TRAILER";

  /**
   * The payload by the header {@code x-amz-content-sha256}, whose value the signature covers.
   *
   * @throws S3Error when the value is unknown
   */
  public static Payload of(String header, RequestSigningKey key, String signature) {
    return switch (header) {
      case UNSIGNED -> new Payload(null, false, null);
      case UNSIGNED_CHUNKS -> new Payload(null, true, null);
      case SIGNED_CHUNKS, SIGNED_CHUNKS_TRAILER ->
          new Payload(null, true, new ChunkSignatures(key, signature));
      default -> {
        if (!header.matches("[0-9a-f]{64}")) {
          throw S3Error.invalid(
              "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD,"
                  + " or a valid sha256 value.");
        }
        yield new Payload(header, false, null);
      }
    };
  }

  public static Payload unsigned() {
    return new Payload(null, false, null);
  }
}

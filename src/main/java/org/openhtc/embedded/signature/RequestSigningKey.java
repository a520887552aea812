package org.openhtc.embedded.signature;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.openhtc.digest.Sha256;

/** The key that signs one request: derived from the secret, the day and the region. */
public final class RequestSigningKey {
  private final byte[] key;
  private final Authorization authorization;

  public RequestSigningKey(String secret, Authorization authorization) {
    byte[] start = ("AWS4" + secret).getBytes(StandardCharsets.UTF_8);
    byte[] day = Hashes.hmac(start, authorization.date());
    byte[] region = Hashes.hmac(day, authorization.region());
    this.key = Hashes.hmac(Hashes.hmac(region, "s3"), "aws4_request");
    this.authorization = authorization;
  }

  /** The signature of a canonical request. */
  public String signRequest(String canonicalRequest) {
    return sign(Authorization.ALGORITHM, Sha256.hex(canonicalRequest));
  }

  /**
   * The signature of a part of the body.
   *
   * @param kind the algorithm's name for it
   * @param lines what follows after time and scope
   */
  public String sign(String kind, String lines) {
    String text = String.join("\n", kind, authorization.time(), authorization.scope(), lines);
    return HexFormat.of().formatHex(Hashes.hmac(key, text));
  }
}

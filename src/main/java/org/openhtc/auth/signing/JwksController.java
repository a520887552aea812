package org.openhtc.auth.signing;

import io.jsonwebtoken.security.Jwks;
import java.security.interfaces.ECPublicKey;
import java.util.List;
import java.util.Map;
import org.openhtc.api.ApiController;
import org.springframework.web.bind.annotation.GetMapping;

/** The public keys for verifying OpenHTC's tokens. */
@ApiController
class JwksController {
  private final SigningKeys keys;

  JwksController(SigningKeys keys) {
    this.keys = keys;
  }

  @GetMapping("/.well-known/jwks.json")
  KeySet keys() {
    List<SigningKey> all = keys.all();
    return new KeySet(
        all.stream().map(JwksController::standard).toList(),
        all.stream().map(PublishedKey::of).toList());
  }

  /** The key in the format of RFC 7517. */
  private static Map<String, ?> standard(SigningKey key) {
    return Jwks.builder()
        .key(key.publicKey())
        .id(key.kid())
        .algorithm(SigningKey.ALGORITHM)
        .publicKeyUse("sig")
        .build();
  }

  /**
   * @param keys the keys for JOSE libraries
   * @param jsonWebKeys the same keys with the property names of the published document
   */
  record KeySet(List<Map<String, ?>> keys, List<PublishedKey> jsonWebKeys) {}

  record PublishedKey(
      String keyId,
      String algorithm,
      String keyType,
      String use,
      List<String> keyOps,
      EncodedKey key) {

    static PublishedKey of(SigningKey key) {
      return new PublishedKey(
          key.kid(),
          SigningKey.ALGORITHM,
          key.publicKey().getAlgorithm(),
          "sig",
          List.of("verify"),
          EncodedKey.of(key.publicKey()));
    }
  }

  record EncodedKey(String algorithm, String format, byte[] encoded) {
    static EncodedKey of(ECPublicKey key) {
      return new EncodedKey(key.getAlgorithm(), key.getFormat(), key.getEncoded());
    }
  }
}

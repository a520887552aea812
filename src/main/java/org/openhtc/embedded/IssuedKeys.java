package org.openhtc.embedded;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.openhtc.storage.CredentialIssuer;
import org.openhtc.storage.FolderGrant;
import org.openhtc.storage.StorageCredentials;

/**
 * Issues credentials of the embedded store. The secret and the session token are derived from the
 * key id and a master secret, so that neither is stored. The access that a key gives is read on
 * every request.
 */
final class IssuedKeys implements CredentialIssuer {
  private static final String PREFIX = "HTC";
  private static final int ID_BYTES = 12;
  private static final String ALGORITHM = "HmacSHA256";

  private final SecureRandom random = new SecureRandom();
  private final SecretKeySpec master;
  private final Clock clock;

  IssuedKeys(RootKey rootKey, Clock clock) {
    this.master = new SecretKeySpec(bytes(rootKey.secretKey()), ALGORITHM);
    this.clock = clock;
  }

  @Override
  public StorageCredentials issue(List<FolderGrant> folders, Duration lifetime) {
    byte[] id = new byte[ID_BYTES];
    random.nextBytes(id);
    String key = PREFIX + HexFormat.of().withUpperCase().formatHex(id);
    return new StorageCredentials(key, secretOf(key), tokenOf(key), clock.instant().plus(lifetime));
  }

  @Override
  public boolean issuesLocally() {
    return true;
  }

  /** Whether the key id has the form of issued ones. */
  static boolean hasIssuedForm(String key) {
    return key.startsWith(PREFIX);
  }

  String secretOf(String key) {
    return derived("secret:" + key);
  }

  boolean isTokenOf(String key, @Nullable String token) {
    return token != null && MessageDigest.isEqual(bytes(tokenOf(key)), bytes(token));
  }

  private String tokenOf(String key) {
    return derived("token:" + key);
  }

  private String derived(String purpose) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(master);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(mac.doFinal(bytes(purpose)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e); // every Java has this algorithm
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}

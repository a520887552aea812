package org.openhtc.embedded;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.openhtc.storage.AttemptGrant;
import org.openhtc.storage.CredentialIssuer;
import org.openhtc.storage.FolderGrant;
import org.openhtc.storage.StorageCredentials;

/**
 * Issues credentials of the embedded store. The secret and the session token are derived from the
 * key id and a master secret, so that neither is stored. The key id of a user is random, and the
 * access that it gives is read on every request. The key id of a job's attempt states its access
 * itself; see {@link AttemptKeys}.
 */
final class IssuedKeys implements CredentialIssuer {
  private static final String PREFIX = "HTC";
  private static final int ID_BYTES = 12;

  private final SecureRandom random = new SecureRandom();
  private final KeyDerivation derivation;
  private final AttemptKeys attempts;
  private final Clock clock;

  IssuedKeys(RootKey rootKey, Clock clock) {
    this.derivation = new KeyDerivation(rootKey);
    this.attempts = new AttemptKeys(derivation);
    this.clock = clock;
  }

  @Override
  public StorageCredentials issue(List<FolderGrant> folders, Duration lifetime) {
    byte[] id = new byte[ID_BYTES];
    random.nextBytes(id);
    String key = PREFIX + HexFormat.of().withUpperCase().formatHex(id);
    return credentials(key, clock.instant().plus(lifetime));
  }

  @Override
  public Optional<StorageCredentials> derive(AttemptGrant grant) {
    return Optional.of(credentials(attempts.keyOf(grant), grant.expiresAt()));
  }

  @Override
  public boolean issuesLocally() {
    return true;
  }

  AttemptKeys attempts() {
    return attempts;
  }

  /** Whether the key id has the form of issued or derived ones. */
  static boolean hasIssuedForm(String key) {
    return key.startsWith(PREFIX);
  }

  String secretOf(String key) {
    return derived("secret", key);
  }

  private StorageCredentials credentials(String key, Instant expiresAt) {
    return new StorageCredentials(key, secretOf(key), tokenOf(key), expiresAt);
  }

  String tokenOf(String key) {
    return derived("token", key);
  }

  private String derived(String purpose, String key) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(derivation.derive(purpose, key));
  }
}

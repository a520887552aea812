package org.openhtc.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.openhtc.api.ApiException;
import org.openhtc.api.Role;
import org.openhtc.workspace.User;
import org.openhtc.workspace.Users;
import org.springframework.stereotype.Component;

/** The keys that users exchange for tokens. Only hashes are stored: a lost key is made anew. */
@Component
public class ApiKeys {
  private static final int BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final ApiKeyStore store;
  private final Users users;
  private final Clock clock;

  ApiKeys(ApiKeyStore store, Users users, Clock clock) {
    this.store = store;
    this.users = users;
    this.clock = clock;
  }

  /**
   * Makes a key for a user.
   *
   * @param name what the user calls it
   * @param maker role of who makes it: the key is good while the user's own is not above that
   */
  public NewApiKey create(String userId, String name, Role maker) {
    byte[] random = new byte[BYTES];
    RANDOM.nextBytes(random);
    String key = HexFormat.of().formatHex(random);
    ApiKeyRow row = store.save(new ApiKeyRow(userId, name, maker, sha256(key), clock.instant()));
    return new NewApiKey(row.view(), key);
  }

  /** Every key that a user ever had, oldest first. */
  public List<ApiKey> ofUser(String userId) {
    return store.findByUserIdOrderByCreatedAt(userId).stream().map(ApiKeyRow::view).toList();
  }

  /**
   * Refuses a key from now on; once more changes nothing. Tokens that were got with it live on
   * until they expire.
   *
   * @throws ApiException 404 when the user has no such key
   */
  public void revoke(String userId, UUID id) {
    ApiKeyRow row =
        store
            .findByIdAndUserId(id, userId)
            .orElseThrow(() -> ApiException.notFound("API key", id.toString()));
    if (row.revokedAt == null) {
      row.revokedAt = clock.instant();
      store.save(row);
    }
  }

  /**
   * The enabled user whose key it is; empty for unknown and revoked keys, and for those that
   * somebody made whose role was below the user's present one.
   */
  Optional<User> owner(String key) {
    return store
        .findBySha256(sha256(key))
        .filter(row -> row.revokedAt == null)
        .flatMap(row -> users.find(row.userId).filter(user -> row.makerRole.atLeast(user.role())))
        .filter(User::enabled);
  }

  boolean hasAny(String userId) {
    return store.existsByUserId(userId);
  }

  /** Stores a key of the operator's choice; false when it is known already. */
  boolean store(String userId, String name, String key) {
    if (store.findBySha256(sha256(key)).isPresent()) {
      return false;
    }
    store.save(new ApiKeyRow(userId, name, Role.PLATFORM_ADMIN, sha256(key), clock.instant()));
    return true;
  }

  private static byte[] sha256(String key) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}

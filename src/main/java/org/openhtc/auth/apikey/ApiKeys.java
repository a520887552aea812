package org.openhtc.auth.apikey;

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

/**
 * The API keys that users exchange for tokens. Only their hashes are stored, so a lost key cannot
 * be recovered.
 */
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
   * Creates a key for a user.
   *
   * @param name label that the user chooses
   * @param creatorRole of the caller that creates the key; the key is refused while the role of its
   *     user is higher than this one
   */
  public NewApiKey create(String userId, String name, Role creatorRole) {
    byte[] random = new byte[BYTES];
    RANDOM.nextBytes(random);
    String key = HexFormat.of().formatHex(random);
    ApiKeyRow row =
        store.save(new ApiKeyRow(userId, name, creatorRole, sha256(key), clock.instant()));
    return new NewApiKey(row.view(), key);
  }

  /** All keys of a user, including revoked ones, oldest first. */
  public List<ApiKey> ofUser(String userId) {
    return store.findByUserIdOrderByCreatedAt(userId).stream().map(ApiKeyRow::view).toList();
  }

  /**
   * Revokes a key. Has no effect on a key that is revoked already. Tokens that were issued for the
   * key remain valid until they expire.
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
   * The enabled user to whom the key belongs. Empty for unknown and revoked keys, and for keys that
   * were created by a caller with a lower role than the user's current one.
   */
  public Optional<User> owner(String key) {
    return store
        .findBySha256(sha256(key))
        .filter(row -> row.revokedAt == null)
        .flatMap(row -> users.find(row.userId).filter(user -> row.makerRole.atLeast(user.role())))
        .filter(User::enabled);
  }

  /** Whether the user has keys, revoked ones included. */
  public boolean hasAny(String userId) {
    return store.existsByUserId(userId);
  }

  /** Stores a key that the operator has chosen; returns false when it is stored already. */
  public boolean store(String userId, String name, String key) {
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
      throw new IllegalStateException("the JDK lacks SHA-256", e);
    }
  }
}

package org.openhtc.auth.apikey;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.openhtc.api.ApiException;
import org.openhtc.api.Role;
import org.openhtc.digest.Sha256;
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

  /** The longest time for which another process accepts the tokens of a revoked key. */
  private static final Duration CACHED = Duration.ofSeconds(5);

  private static final SecureRandom RANDOM = new SecureRandom();

  private final ApiKeyStore store;
  private final Users users;
  private final Clock clock;
  private final Cache<UUID, Boolean> revoked =
      CacheBuilder.newBuilder().maximumSize(10_000).expireAfterWrite(CACHED).build();

  /** A key with its enabled user. */
  public record Owned(UUID keyId, User user) {}

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
        store.save(new ApiKeyRow(userId, name, creatorRole, Sha256.of(key), clock.instant()));
    return new NewApiKey(row.view(), key);
  }

  /** All keys of a user, including revoked ones, oldest first. */
  public List<ApiKey> ofUser(String userId) {
    return store.findByUserIdOrderByCreatedAt(userId).stream().map(ApiKeyRow::view).toList();
  }

  /**
   * Revokes a key. Has no effect on a key that is revoked already. Tokens that were issued for the
   * key are refused from now on, in other processes some seconds later.
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
    revoked.put(id, true);
  }

  /**
   * Whether the key is revoked or unknown; at most 5 seconds old, because every request reads it.
   */
  public boolean isRevoked(UUID id) {
    Boolean cached = revoked.getIfPresent(id);
    if (cached != null) {
      return cached;
    }
    boolean isRevoked = store.findById(id).map(row -> row.revokedAt != null).orElse(true);
    revoked.put(id, isRevoked);
    return isRevoked;
  }

  /**
   * The key with the enabled user to whom it belongs. Empty for unknown and revoked keys, and for
   * keys that were created by a caller with a lower role than the user's current one.
   */
  public Optional<Owned> owner(String key) {
    return store
        .findBySha256(Sha256.of(key))
        .filter(row -> row.revokedAt == null)
        .flatMap(row ->
            users
                .find(row.userId)
                .filter(user -> row.makerRole.atLeast(user.role()))
                .filter(User::enabled)
                .map(user -> new Owned(row.id, user)));
  }

  /** Whether the user has keys, revoked ones included. */
  public boolean hasAny(String userId) {
    return store.existsByUserId(userId);
  }

  /** Stores a key that the operator has chosen; returns false when it is stored already. */
  public boolean store(String userId, String name, String key) {
    if (store.findBySha256(Sha256.of(key)).isPresent()) {
      return false;
    }
    store.save(new ApiKeyRow(userId, name, Role.PLATFORM_ADMIN, Sha256.of(key), clock.instant()));
    return true;
  }
}

package org.openhtc.auth.signing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.openhtc.api.ApiException;
import org.openhtc.encryption.KeyEncryption;
import org.springframework.stereotype.Component;

/**
 * The keys that sign tokens, newest first. The newest key signs; all keys verify, so that tokens
 * stay valid after a rotation. A key that was encrypted with another secret only verifies. Parsed
 * keys are cached in memory to avoid a query per token.
 */
@Component
public class SigningKeys {
  /** The longest time that a process signs with a key after another process has replaced it. */
  private static final Duration MAX_AGE = Duration.ofMinutes(1);

  /**
   * The shortest time between two reloads for unknown key ids. Without it, an attacker could cause
   * a query per request with made-up ids.
   */
  private static final Duration RELOAD_PAUSE = Duration.ofMillis(50);

  private final SigningKeyStore store;
  private final KeyEncryption encryption;
  private final Clock clock;
  private final Lock loading = new ReentrantLock();
  private volatile Snapshot snapshot = new Snapshot(List.of(), Instant.MIN);

  SigningKeys(SigningKeyStore store, KeyEncryption encryption, Clock clock) {
    this.store = store;
    this.encryption = encryption;
    this.clock = clock;
  }

  /** The key that signs. Creates one if there is none whose private part can be read here. */
  public SigningKey signing() {
    return signing(all()).orElseGet(this::rotate);
  }

  private static Optional<SigningKey> signing(List<SigningKey> keys) {
    return keys.stream().filter(SigningKey::isForSigning).findFirst();
  }

  /** The key with this id, also if another process has just created it. */
  public Optional<SigningKey> verifying(String kid) {
    Optional<SigningKey> known = find(all(), kid);
    return known.isPresent() ? known : find(newerThan(RELOAD_PAUSE), kid);
  }

  List<SigningKey> all() {
    return newerThan(MAX_AGE);
  }

  /** Creates a key, which signs from now on; in other processes within a minute. */
  SigningKey rotate() {
    SigningKey key = SigningKey.generate();
    store.save(new SigningKeyRow(key, encryption, clock.instant()));
    load();
    return key;
  }

  /**
   * Removes a key. The tokens that it signed are refused from now on.
   *
   * @throws ApiException 404 when there is no such key, 409 when it is the one that signs
   */
  void retire(String kid) {
    List<SigningKey> keys = load();
    if (find(keys, kid).isEmpty()) {
      throw ApiException.notFound("signing key", kid);
    }
    if (signing(keys).filter(key -> key.kid().equals(kid)).isPresent()) {
      throw ApiException.conflict("Key '%s' signs the tokens; rotate first.".formatted(kid));
    }
    store.deleteById(kid);
    load();
  }

  /** Checks again under the lock: another thread may have loaded the keys in the meantime. */
  private List<SigningKey> newerThan(Duration age) {
    if (isNewer(age)) {
      return snapshot.keys;
    }
    loading.lock();
    try {
      return isNewer(age) ? snapshot.keys : load();
    } finally {
      loading.unlock();
    }
  }

  private boolean isNewer(Duration age) {
    return snapshot.loadedAt.plus(age).isAfter(clock.instant());
  }

  private List<SigningKey> load() {
    Instant now = clock.instant();
    List<SigningKeyRow> rows = store.findAllByOrderByCreatedAtDescKid();
    for (SigningKeyRow row : rows) {
      if (row.encryptIfDue(encryption)) {
        store.save(row);
      }
    }
    List<SigningKey> keys = rows.stream().map(row -> row.view(encryption)).toList();
    snapshot = new Snapshot(keys, now);
    return keys;
  }

  private static Optional<SigningKey> find(List<SigningKey> keys, String kid) {
    return keys.stream().filter(key -> key.kid().equals(kid)).findFirst();
  }

  private record Snapshot(List<SigningKey> keys, Instant loadedAt) {}
}

package org.openhtc.job.idempotency;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.openhtc.api.ApiException;
import org.openhtc.api.ErrorCode;
import org.springframework.stereotype.Component;

/** The responses to requests with an idempotency key, for as long as keys are kept. */
@Component
public class IdempotencyKeys {
  private final IdempotencyKeyStore store;
  private final IdempotencySettings settings;
  private final Clock clock;

  IdempotencyKeys(IdempotencyKeyStore store, IdempotencySettings settings, Clock clock) {
    this.store = store;
    this.settings = settings;
    this.clock = clock;
  }

  /** How long a key is valid after its first use. */
  public Duration keep() {
    return settings.keep();
  }

  /**
   * The response to an earlier request with the same key.
   *
   * @throws ApiException 422 if the key was used for a different request
   */
  public Optional<String> find(KeyedRequest request) {
    return store
        .find(request.task(), request.key(), clock.instant())
        .map(stored -> {
          if (!stored.fingerprint().equals(request.fingerprint())) {
            throw new ApiException(
                ErrorCode.IDEMPOTENCY_KEY_REUSED,
                "%s '%s' was used for another request to this task."
                    .formatted(IdempotencyKey.HEADER, request.key().value()));
          }
          return stored.response();
        });
  }

  /**
   * Stores the response, inside the transaction that stores what the request has changed.
   *
   * @param response as JSON
   * @return false if another request has used the key
   */
  public boolean store(KeyedRequest request, String response) {
    var stored = new IdempotencyKeyStore.Stored(request.fingerprint(), response);
    return store.insert(request.task(), request.key(), stored, clock.instant());
  }

  /** Deletes the keys of a deleted task. */
  public void forget(UUID task) {
    store.forget(task);
  }
}

package org.openhtc.job.submission;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.openhtc.api.ApiException;
import org.openhtc.api.ErrorCode;
import org.openhtc.job.JobJson;
import org.openhtc.task.Task;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;

/** Keeps the response to each submission with an idempotency key, to replay it. */
@Component
class IdempotentResponses {
  private static final TypeReference<List<SubmittedBatch>> BATCHES = new TypeReference<>() {};

  /** The compared part of a request: properties that the service ignores do not count. */
  private record Compared(@Nullable String group, @Nullable List<@Nullable BatchRequest> batches) {}

  private final IdempotencyKeyStore keys;
  private final JobJson json;
  private final Clock clock;

  IdempotentResponses(IdempotencyKeyStore keys, JobJson json, Clock clock) {
    this.keys = keys;
    this.json = json;
    this.clock = clock;
  }

  KeyedRequest keyed(
      Task task, @Nullable String group, List<@Nullable BatchRequest> batches, IdempotencyKey key) {
    String fingerprint = json.fingerprint(new Compared(group, batches));
    return new KeyedRequest(task.id(), key, fingerprint);
  }

  /**
   * The response to an earlier request with the same key.
   *
   * @throws ApiException 422 if the key was used for a different request
   */
  Optional<List<SubmittedBatch>> find(KeyedRequest request) {
    return keys.find(request.task(), request.key(), clock.instant())
        .map(stored -> {
          if (!stored.fingerprint().equals(request.fingerprint())) {
            throw new ApiException(
                ErrorCode.IDEMPOTENCY_KEY_REUSED,
                "%s '%s' was used for another submission to this task."
                    .formatted(IdempotencyKey.HEADER, request.key().value()));
          }
          return json.read(stored.response(), BATCHES);
        });
  }

  /**
   * Stores the response, inside the transaction that stores the jobs.
   *
   * @return false if another request has used the key
   */
  boolean store(KeyedRequest request, List<SubmittedBatch> batches) {
    var stored = new IdempotencyKeyStore.Stored(request.fingerprint(), json.write(batches));
    return keys.insert(request.task(), request.key(), stored, clock.instant());
  }
}

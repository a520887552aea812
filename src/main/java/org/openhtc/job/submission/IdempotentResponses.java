package org.openhtc.job.submission;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.openhtc.api.ApiException;
import org.openhtc.job.JobJson;
import org.openhtc.job.idempotency.IdempotencyKey;
import org.openhtc.job.idempotency.IdempotencyKeys;
import org.openhtc.job.idempotency.KeyedRequest;
import org.openhtc.task.Task;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;

/** Keeps the response to each submission with an idempotency key, to replay it. */
@Component
class IdempotentResponses {
  private static final TypeReference<List<SubmittedBatch>> BATCHES = new TypeReference<>() {};

  /** The compared part of a request: properties that the service ignores do not count. */
  private record Compared(@Nullable String group, @Nullable List<@Nullable BatchRequest> batches) {}

  private final IdempotencyKeys keys;
  private final JobJson json;

  IdempotentResponses(IdempotencyKeys keys, JobJson json) {
    this.keys = keys;
    this.json = json;
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
    return keys.find(request).map(response -> json.read(response, BATCHES));
  }

  /**
   * Stores the response, inside the transaction that stores the jobs.
   *
   * @return false if another request has used the key
   */
  boolean store(KeyedRequest request, List<SubmittedBatch> batches) {
    return keys.store(request, json.write(batches));
  }
}

package org.openhtc.job.idempotency;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.openhtc.sql.SqlTime;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Responses to requests with an idempotency key, for as long as keys are kept. */
@Repository
class IdempotencyKeyStore {
  private static final String FIND =
      """
      select fingerprint, response from idempotency_key
      where task_id = :task and key = :key and created_at > :expired
      """;

  /** Waits for a transaction that inserts the same key. Replaces an expired key. */
  private static final String INSERT =
      """
      insert into idempotency_key (task_id, key, fingerprint, response, created_at)
      values (:task, :key, :fingerprint, :response, :now)
      on conflict (task_id, key) do update
      set fingerprint = excluded.fingerprint, response = excluded.response,
          created_at = excluded.created_at
      where idempotency_key.created_at <= :expired
      """;

  private static final String FORGET = "delete from idempotency_key where task_id = :task";

  private static final String SWEEP =
      """
      delete from idempotency_key where ctid = any(array(
        select ctid from idempotency_key where created_at <= :expired limit :portion))
      """;

  /** Keys deleted in one transaction. */
  static final int PORTION = 10_000;

  /**
   * @param fingerprint of the request
   * @param response as JSON
   */
  record Stored(String fingerprint, String response) {}

  private final JdbcClient jdbc;
  private final IdempotencySettings settings;

  IdempotencyKeyStore(JdbcClient jdbc, IdempotencySettings settings) {
    this.jdbc = jdbc;
    this.settings = settings;
  }

  Optional<Stored> find(UUID task, IdempotencyKey key, Instant now) {
    return jdbc.sql(FIND)
        .param("task", task)
        .param("key", key.value())
        .param("expired", SqlTime.of(now.minus(settings.keep())))
        .query((row, n) -> new Stored(row.getString("fingerprint"), row.getString("response")))
        .optional();
  }

  /**
   * Inserts the key, inside the transaction that stores what the request has changed.
   *
   * @return false if another request has used it
   */
  boolean insert(UUID task, IdempotencyKey key, Stored stored, Instant now) {
    return jdbc.sql(INSERT)
            .param("task", task)
            .param("key", key.value())
            .param("fingerprint", stored.fingerprint())
            .param("response", stored.response())
            .param("now", SqlTime.of(now))
            .param("expired", SqlTime.of(now.minus(settings.keep())))
            .update()
        == 1;
  }

  /** Deletes the keys of a deleted task. */
  void forget(UUID task) {
    jdbc.sql(FORGET).param("task", task).update();
  }

  /**
   * Deletes expired keys, at most {@value #PORTION}.
   *
   * @return how many; fewer than {@value #PORTION} if no more are left
   */
  int sweep(Instant now) {
    return jdbc.sql(SWEEP)
        .param("expired", SqlTime.of(now.minus(settings.keep())))
        .param("portion", PORTION)
        .update();
  }
}

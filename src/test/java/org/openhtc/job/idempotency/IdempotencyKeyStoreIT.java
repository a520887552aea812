package org.openhtc.job.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openhtc.sql.SqlTime;
import org.openhtc.testing.ServiceTest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How long keys count. */
@ServiceTest
class IdempotencyKeyStoreIT {
  private static final Duration DAY = Duration.ofDays(1);
  private static final IdempotencyKey KEY = new IdempotencyKey("k");
  private static final IdempotencyKeyStore.Stored FIRST = new IdempotencyKeyStore.Stored("1", "[]");
  private static final IdempotencyKeyStore.Stored LATER =
      new IdempotencyKeyStore.Stored("2", "[1]");

  @Autowired JdbcClient jdbc;
  private IdempotencyKeyStore keys;
  private final UUID task = UUID.randomUUID();
  private final Instant now = Instant.parse("2020-01-01T00:00:00Z");

  @BeforeEach
  void aDayIsKept() {
    keys = new IdempotencyKeyStore(jdbc, new IdempotencySettings(DAY, Duration.ofHours(1)));
  }

  @Test
  void keyIsTakenOnce() {
    assertThat(keys.insert(task, KEY, FIRST, now)).isTrue();
    assertThat(keys.insert(task, KEY, LATER, now.plusSeconds(1))).isFalse();
    assertThat(keys.find(task, KEY, now.plusSeconds(2))).contains(FIRST);
  }

  @Test
  void expiredKeyIsAsGoodAsNew() {
    keys.insert(task, KEY, FIRST, now);
    Instant later = now.plus(DAY);
    assertThat(keys.find(task, KEY, later)).isEmpty();
    assertThat(keys.insert(task, KEY, LATER, later)).isTrue();
    assertThat(keys.find(task, KEY, later)).contains(LATER);
  }

  @Test
  void sweeperForgetsExpiredKeysOnly() {
    IdempotencyKey younger = new IdempotencyKey("younger");
    keys.insert(task, KEY, FIRST, now);
    keys.insert(task, younger, FIRST, now.plusSeconds(1));
    assertThat(keys.sweep(now.plus(DAY))).isEqualTo(1);
    assertThat(keys.find(task, younger, now.plusSeconds(2))).contains(FIRST);
    assertThat(keys.find(task, KEY, now.plusSeconds(2))).isEmpty();
  }

  @Test
  void manyExpiredKeysAreDeletedInPortions() {
    jdbc.sql(
            """
            insert into idempotency_key (task_id, key, fingerprint, response, created_at)
            select :task, n::text, '1', '[]', :now from generate_series(0, :portion) n
            """)
        .param("task", task)
        .param("now", SqlTime.of(now))
        .param("portion", IdempotencyKeyStore.PORTION)
        .update();
    assertThat(keys.sweep(now.plus(DAY))).isEqualTo(IdempotencyKeyStore.PORTION);
    assertThat(keys.sweep(now.plus(DAY))).isEqualTo(1);
  }
}

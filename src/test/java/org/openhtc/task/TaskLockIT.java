package org.openhtc.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.openhtc.testing.ServiceTest;
import org.openhtc.testing.TestTask;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

@ServiceTest
class TaskLockIT {
  @Autowired Tasks tasks;
  @Autowired TestTask task;
  @Autowired JdbcClient jdbc;
  @Autowired TransactionTemplate transaction;

  /**
   * Batches get their order while their task is locked. Without the lock, a batch that commits
   * later than its successor would be missing in a list that has passed the successor.
   */
  @Test
  void submissionLocksItsTaskAtAnyTime() {
    Instant later = Instant.now().plusSeconds(3600);
    tasks.touch(task.id(), later);
    transaction.executeWithoutResult(status -> {
      tasks.touchAndLock(task.id(), Instant.now());
      assertThat(CompletableFuture.supplyAsync(this::isLocked).join()).isTrue();
    });
    assertThat(isLocked()).isFalse();
    assertThat(Instant.parse(task.api.get(task.path).text("lastActiveAt")))
        .isAfter(Instant.now().plusSeconds(3000));
  }

  private boolean isLocked() {
    return jdbc.sql("select id from task where id = :id for no key update skip locked")
        .param("id", task.id())
        .query(UUID.class)
        .list()
        .isEmpty();
  }
}

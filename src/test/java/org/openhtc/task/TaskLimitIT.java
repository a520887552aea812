package org.openhtc.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openhtc.api.ApiException;
import org.openhtc.api.ErrorCode;
import org.openhtc.testing.ApiClient;
import org.openhtc.testing.ServiceTest;
import org.openhtc.testing.TestTask;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@ServiceTest
class TaskLimitIT {
  @Autowired TaskStore store;
  @Autowired JdbcClient jdbc;
  @Autowired ApiClient admin;
  private TestTask task;

  @BeforeEach
  void newProject() {
    task = TestTask.in(admin);
  }

  @Test
  void projectWithAsManyTasksAsItMayHaveGetsNoMore() {
    TaskLimit limit = new TaskLimit(store, new TaskSettings(3, Duration.ofDays(60)));
    limit.add(task.projectId()); // besides the task of this test
    limit.add(task.projectId());
    assertThatThrownBy(() -> limit.add(task.projectId()))
        .isInstanceOfSatisfying(
            ApiException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TOO_MANY_REQUESTS))
        .hasMessageContaining("3 tasks");
    limit.add(UUID.randomUUID());
  }

  @Test
  void deletedTasksDoNotCount() {
    assertThat(store.count(task.projectId())).isOne();
    assertThat(task.api.delete(task.path).status()).isEqualTo(200);
    assertThat(store.count(task.projectId())).isZero();
  }

  @Test
  void deletedTaskIsRemovedAfterItsTime() {
    TaskSettings settings = new TaskSettings(3, Duration.ofDays(60));
    assertThat(task.api.delete(task.path).status()).isEqualTo(200);
    Clock soon = Clock.offset(Clock.systemUTC(), Duration.ofDays(59));
    assertThat(new DeletedTasks(jdbc, settings, soon).portion()).isFalse();
    assertThat(task.api.get(task.path).text("lifecycleStatus")).isEqualTo("DELETED");
    Clock late = Clock.offset(Clock.systemUTC(), Duration.ofDays(61));
    assertThat(new DeletedTasks(jdbc, settings, late).portion()).isFalse();
    assertThat(task.api.get(task.path).status()).isEqualTo(404);
  }
}

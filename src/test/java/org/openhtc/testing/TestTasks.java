package org.openhtc.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;
import org.springframework.core.env.Environment;

/** Creates the clients and tasks that Spring injects into tests: a new one for each field. */
@Configuration(proxyBeanMethods = false)
class TestTasks {
  private final Queue<TestTask> tasks = new ConcurrentLinkedQueue<>();

  /** A client of the service with the administrator's token. */
  @Bean
  @Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
  ApiClient administrator(Environment environment) {
    int port = environment.getRequiredProperty("local.server.port", Integer.class);
    return ApiClient.at(port).withKey(environment.getRequiredProperty("openhtc.bootstrap-api-key"));
  }

  @Bean
  @Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
  TestTask testTask(ApiClient administrator) {
    TestTask task = TestTask.in(administrator);
    tasks.add(task);
    return task;
  }

  /**
   * Cancels the jobs of all tasks created since the last call; a test may have deleted its task.
   */
  void cancelAll() {
    for (TestTask task = tasks.poll(); task != null; task = tasks.poll()) {
      ApiResponse response = task.api.post(task.path + "/jobs/cancel", "");
      assertThat(response.status()).as(response.sentence()).isIn(200, 404);
    }
  }
}

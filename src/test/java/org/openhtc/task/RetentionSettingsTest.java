package org.openhtc.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

class RetentionSettingsTest {
  private final ApplicationContextRunner context =
      new ApplicationContextRunner().withUserConfiguration(Retention.class);

  @Test
  void searchesOnceAMinuteByDefault() {
    context.run(started ->
        assertThat(started.getBean(RetentionSettings.class))
            .isEqualTo(new RetentionSettings(Duration.ofMinutes(1))));
  }

  @Test
  void withoutAPauseTheServiceDoesNotStart() {
    context
        .withPropertyValues("openhtc.retention.interval=0s")
        .run(failed ->
            assertThat(failed)
                .getFailure()
                .rootCause()
                .hasMessageContaining("openhtc.retention")
                .hasMessageContaining("interval"));
  }

  @Configuration(proxyBeanMethods = false)
  @EnableConfigurationProperties(RetentionSettings.class)
  static class Retention {}
}

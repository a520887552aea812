package org.openhtc.job.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

class LogReadSettingsTest {
  private final ApplicationContextRunner context =
      new ApplicationContextRunner().withUserConfiguration(Reads.class);

  @Test
  void eightLogsAreReadAtOnceByDefault() {
    context.run(started ->
        assertThat(started.getBean(LogReadSettings.class))
            .isEqualTo(new LogReadSettings(8, Duration.ofSeconds(5))));
  }

  @Test
  void readsEveryKey() {
    context
        .withPropertyValues("openhtc.log-reads.at-once=7", "openhtc.log-reads.patience=1s")
        .run(started ->
            assertThat(started.getBean(LogReadSettings.class))
                .isEqualTo(new LogReadSettings(7, Duration.ofSeconds(1))));
  }

  @Test
  void noReadAtAllStopsTheStart() {
    context
        .withPropertyValues("openhtc.log-reads.at-once=0")
        .run(failed ->
            assertThat(failed)
                .getFailure()
                .rootCause()
                .hasMessageContaining("openhtc.log-reads")
                .hasMessageContaining("atOnce"));
  }

  @Configuration(proxyBeanMethods = false)
  @EnableConfigurationProperties(LogReadSettings.class)
  static class Reads {}
}

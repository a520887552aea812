package org.openhtc.job.retention;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

class PurgeSettingsTest {
  private final ApplicationContextRunner context =
      new ApplicationContextRunner().withUserConfiguration(Purge.class);

  @Test
  void jobsAreKeptForSixtyDaysByDefault() {
    context.run(started ->
        assertThat(started.getBean(PurgeSettings.class))
            .isEqualTo(new PurgeSettings(Duration.ofDays(60), Duration.ofMinutes(1))));
  }

  @Test
  void readsEveryKey() {
    context
        .withPropertyValues("openhtc.purge.after=7d", "openhtc.purge.interval=5s")
        .run(started ->
            assertThat(started.getBean(PurgeSettings.class))
                .isEqualTo(new PurgeSettings(Duration.ofDays(7), Duration.ofSeconds(5))));
  }

  @Test
  void lessThanAnHourStopsTheStart() {
    context
        .withPropertyValues("openhtc.purge.after=59m")
        .run(failed ->
            assertThat(failed)
                .getFailure()
                .rootCause()
                .hasMessageContaining("openhtc.purge")
                .hasMessageContaining("after"));
  }

  @Configuration(proxyBeanMethods = false)
  @EnableConfigurationProperties(PurgeSettings.class)
  static class Purge {}
}

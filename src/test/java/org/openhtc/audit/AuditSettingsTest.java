package org.openhtc.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

class AuditSettingsTest {
  private final ApplicationContextRunner service =
      new ApplicationContextRunner().withUserConfiguration(Settings.class);

  @Test
  void defaultsAreComplete() {
    service.run(context ->
        assertThat(context.getBean(AuditSettings.class))
            .isEqualTo(new AuditSettings(Duration.ofDays(400), Duration.ofHours(1), 1_000_000)));
  }

  @Test
  void everySettingIsRead() {
    service
        .withPropertyValues(
            "openhtc.audit.retention=90d",
            "openhtc.audit.sweep-interval=5m",
            "openhtc.audit.entries-per-workspace=5000")
        .run(context ->
            assertThat(context.getBean(AuditSettings.class))
                .isEqualTo(new AuditSettings(Duration.ofDays(90), Duration.ofMinutes(5), 5000)));
  }

  @Test
  void tooShortRetentionPreventsTheStart() {
    service
        .withPropertyValues("openhtc.audit.retention=1h")
        .run(context ->
            assertThat(context).getFailure().rootCause().hasMessageContaining("at least 1d"));
  }

  @Test
  void tooFewEntriesPreventTheStart() {
    service
        .withPropertyValues("openhtc.audit.entries-per-workspace=10")
        .run(context ->
            assertThat(context).getFailure().rootCause().hasMessageContaining("at least 1000"));
  }

  @Configuration(proxyBeanMethods = false)
  @EnableConfigurationProperties(AuditSettings.class)
  static class Settings {}
}

package org.openhtc.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

class RateLimitSettingsTest {
  private final ApplicationContextRunner service =
      new ApplicationContextRunner().withUserConfiguration(Settings.class);

  @Test
  void requestsAreLimitedByDefault() {
    service.run(context ->
        assertThat(context.getBean(RateLimitSettings.class))
            .isEqualTo(new RateLimitSettings(12_000, 3_000, 300, 500)));
  }

  @Test
  void everySettingIsRead() {
    service
        .withPropertyValues(
            "openhtc.rate-limit.requests-per-minute=60",
            "openhtc.rate-limit.burst=10",
            "openhtc.rate-limit.failed-logins-per-minute=5",
            "openhtc.rate-limit.connections-per-address=20")
        .run(context ->
            assertThat(context.getBean(RateLimitSettings.class))
                .isEqualTo(new RateLimitSettings(60, 10, 5, 20)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"requests-per-minute=-1", "burst=0", "failed-logins-per-minute=-1"})
  void wrongValuePreventsTheStart(String setting) {
    service
        .withPropertyValues("openhtc.rate-limit." + setting)
        .run(context -> assertThat(context).getFailure().rootCause().hasMessageContaining("must"));
  }

  @Configuration(proxyBeanMethods = false)
  @EnableConfigurationProperties(RateLimitSettings.class)
  static class Settings {}
}

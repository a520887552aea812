package org.openhtc.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

class AuthSettingsTest {
  private final ApplicationContextRunner service =
      new ApplicationContextRunner()
          .withUserConfiguration(Settings.class)
          .withPropertyValues("openhtc.home=/srv/openhtc");

  @Test
  void defaultsAreComplete() {
    service.run(context -> {
      assertThat(context.getBean(AuthSettings.class))
          .isEqualTo(new AuthSettings("openhtc", Duration.ofHours(6), null));
      assertThat(context.getBean(BootstrapSettings.class))
          .isEqualTo(new BootstrapSettings(Path.of("/srv/openhtc"), null));
    });
  }

  @Test
  void everySettingIsRead() {
    String key = "k".repeat(32);
    String token = "m".repeat(32);
    service
        .withPropertyValues(
            "openhtc.auth.issuer=https://htc.example.org",
            "openhtc.auth.user-token-lifetime=30m",
            "openhtc.auth.metrics-token=" + token,
            "openhtc.bootstrap-api-key=" + key)
        .run(context -> {
          assertThat(context.getBean(AuthSettings.class))
              .isEqualTo(
                  new AuthSettings("https://htc.example.org", Duration.ofMinutes(30), token));
          assertThat(context.getBean(BootstrapSettings.class).bootstrapApiKey()).isEqualTo(key);
        });
  }

  @Test
  void blankKeyIsIgnored() {
    service
        .withPropertyValues("openhtc.bootstrap-api-key= ")
        .run(context ->
            assertThat(context.getBean(BootstrapSettings.class).bootstrapApiKey()).isNull());
  }

  @Test
  void shortKeyPreventsTheStart() {
    service
        .withPropertyValues("openhtc.bootstrap-api-key=secret")
        .run(context ->
            assertThat(context)
                .getFailure()
                .rootCause()
                .hasMessageContaining("must have 32 to 512 characters"));
  }

  @Test
  void shortMetricsTokenPreventsTheStart() {
    service
        .withPropertyValues("openhtc.auth.metrics-token=secret")
        .run(context ->
            assertThat(context)
                .getFailure()
                .rootCause()
                .hasMessageContaining("must have 32 to 512 characters"));
  }

  @Test
  void tooShortTokenLifetimePreventsTheStart() {
    service
        .withPropertyValues("openhtc.auth.user-token-lifetime=1s")
        .run(context ->
            assertThat(context).getFailure().rootCause().hasMessageContaining("at least 1m"));
  }

  @Configuration(proxyBeanMethods = false)
  @EnableConfigurationProperties({AuthSettings.class, BootstrapSettings.class})
  static class Settings {}
}

package org.openhtc.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

class TlsSettingsTest {
  private final ApplicationContextRunner service =
      new ApplicationContextRunner().withUserConfiguration(Settings.class);

  @Test
  void plainHttpIsTheDefault() {
    service.run(context -> {
      TlsSettings settings = context.getBean(TlsSettings.class);
      assertThat(settings).isEqualTo(new TlsSettings(null, null, 0, Duration.ofSeconds(10)));
      assertThat(settings.scheme()).isEqualTo("http");
    });
  }

  @Test
  void everySettingIsRead() {
    service
        .withPropertyValues(
            "openhtc.tls.certificate=/etc/openhtc/tls.pem",
            "openhtc.tls.private-key=/etc/openhtc/tls.key",
            "openhtc.tls.plain-port=8081",
            "openhtc.tls.reload-interval=1m")
        .run(context -> {
          TlsSettings settings = context.getBean(TlsSettings.class);
          assertThat(settings)
              .isEqualTo(
                  new TlsSettings(
                      Path.of("/etc/openhtc/tls.pem"),
                      Path.of("/etc/openhtc/tls.key"),
                      8081,
                      Duration.ofMinutes(1)));
          assertThat(settings.scheme()).isEqualTo("https");
        });
  }

  @Test
  void emptyValueIsNone() {
    service
        .withPropertyValues("openhtc.tls.certificate=", "openhtc.tls.private-key=")
        .run(context -> assertThat(context.getBean(TlsSettings.class).scheme()).isEqualTo("http"));
  }

  @ParameterizedTest
  @CsvSource({
    "certificate=/tls.pem, openhtc.tls.private-key must be set together",
    "private-key=/tls.key, openhtc.tls.private-key must be set together",
    "plain-port=8081, must be 0 without openhtc.tls.certificate",
    "plain-port=65536, must be 0 without openhtc.tls.certificate",
    "reload-interval=0s, must be longer"
  })
  void wrongValuePreventsTheStart(String setting, String sentence) {
    service
        .withPropertyValues("openhtc.tls." + setting)
        .run(
            context -> assertThat(context).getFailure().rootCause().hasMessageContaining(sentence));
  }

  @Test
  void portIsOneOfTcp() {
    service
        .withPropertyValues(
            "openhtc.tls.certificate=/tls.pem",
            "openhtc.tls.private-key=/tls.key",
            "openhtc.tls.plain-port=65536")
        .run(context ->
            assertThat(context)
                .getFailure()
                .rootCause()
                .hasMessageContaining("must be less than or equal to 65535"));
  }

  @Configuration(proxyBeanMethods = false)
  @EnableConfigurationProperties(TlsSettings.class)
  static class Settings {}
}

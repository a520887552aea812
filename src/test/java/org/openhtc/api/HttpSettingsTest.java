package org.openhtc.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

class HttpSettingsTest {
  private final ApplicationContextRunner service =
      new ApplicationContextRunner().withUserConfiguration(Settings.class);

  @Test
  void noOriginAndNoProxyIsTrustedByDefault() {
    service.run(context ->
        assertThat(context.getBean(HttpSettings.class))
            .isEqualTo(new HttpSettings(List.of(), List.of())));
  }

  @Test
  void everySettingIsRead() {
    service
        .withPropertyValues(
            "openhtc.http.allowed-origins=https://a.example.org,http://localhost:3000",
            "openhtc.http.trusted-proxies=10.0.0.0/8,::1")
        .run(context ->
            assertThat(context.getBean(HttpSettings.class))
                .isEqualTo(
                    new HttpSettings(
                        List.of("https://a.example.org", "http://localhost:3000"),
                        List.of("10.0.0.0/8", "::1"))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "allowed-origins=app.example.org",
        "allowed-origins=https://app.example.org/",
        "trusted-proxies=proxy.example.org"
      })
  void wrongValuePreventsTheStart(String setting) {
    service
        .withPropertyValues("openhtc.http." + setting)
        .run(context ->
            assertThat(context).getFailure().rootCause().hasMessageContaining("must be an"));
  }

  @Configuration(proxyBeanMethods = false)
  @EnableConfigurationProperties(HttpSettings.class)
  static class Settings {}
}

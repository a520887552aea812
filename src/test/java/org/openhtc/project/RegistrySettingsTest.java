package org.openhtc.project;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

class RegistrySettingsTest {
  private final ApplicationContextRunner service =
      new ApplicationContextRunner().withUserConfiguration(Settings.class);

  @Test
  void defaultIsTheLocalRegistry() {
    service.run(context ->
        assertThat(context.getBean(RegistrySettings.class).host()).isEqualTo("localhost:5000"));
  }

  @Test
  void hostCounts() {
    service
        .withPropertyValues("openhtc.registry.host=images.example.org")
        .run(context ->
            assertThat(context.getBean(RegistrySettings.class).host())
                .isEqualTo("images.example.org"));
  }

  @Test
  void urlIsNoHost() {
    service
        .withPropertyValues("openhtc.registry.host=https://images.example.org/")
        .run(context ->
            assertThat(context).getFailure().rootCause().hasMessageContaining("host name"));
  }

  @Configuration(proxyBeanMethods = false)
  @EnableConfigurationProperties(RegistrySettings.class)
  static class Settings {}
}

package org.openhtc.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

class RegistrySettingsTest {
  private final ApplicationContextRunner service =
      new ApplicationContextRunner().withUserConfiguration(Settings.class);

  @Test
  void defaultsNameNoExternalRegistry() {
    service.run(context -> {
      RegistrySettings settings = context.getBean(RegistrySettings.class);
      assertThat(settings.host()).isNull();
      assertThat(settings.url()).isNull();
      assertThat(settings.namespace()).isNull();
      assertThat(settings.service()).isEqualTo("openhtc");
      assertThat(settings.passwordLifetime()).isEqualTo(Duration.ofHours(12));
      assertThat(settings.accessLifetime()).isEqualTo(Duration.ofMinutes(5));
      assertThat(settings.pullLifetime()).isEqualTo(Duration.ofHours(1));
    });
  }

  @Test
  void everyKeyIsRead() {
    service
        .withPropertyValues(
            "openhtc.registry.host=images.example.org",
            "openhtc.registry.url=http://10.1.2.3:5000",
            "openhtc.registry.namespace=aws.com",
            "openhtc.registry.service=images",
            "openhtc.registry.password-lifetime=1h",
            "openhtc.registry.access-lifetime=2m",
            "openhtc.registry.pull-lifetime=30m",
            "openhtc.registry.repositories-per-project=7")
        .run(context ->
            assertThat(context.getBean(RegistrySettings.class))
                .isEqualTo(
                    new RegistrySettings(
                        "images.example.org",
                        URI.create("http://10.1.2.3:5000"),
                        "aws.com",
                        "images",
                        Duration.ofHours(1),
                        Duration.ofMinutes(2),
                        Duration.ofMinutes(30),
                        7)));
  }

  @Test
  void hostAloneIsReachedOverTls() {
    service
        .withPropertyValues("openhtc.registry.host=images.example.org")
        .run(context ->
            assertThat(context.getBean(RegistrySettings.class).connection())
                .isEqualTo(
                    new RegistryConnection(
                        "images.example.org", URI.create("https://images.example.org"), null)));
  }

  @Test
  void urlInsteadOfAHostIsRejected() {
    service
        .withPropertyValues("openhtc.registry.host=https://images.example.org/")
        .run(context ->
            assertThat(context).getFailure().rootCause().hasMessageContaining("host name"));
  }

  @Test
  void namespaceIsOnePathSegment() {
    for (String wrong : new String[] {"Images", "a/b", "/a", "a/", "a..b", "a b"}) {
      service
          .withPropertyValues("openhtc.registry.namespace=" + wrong)
          .run(context ->
              assertThat(context).getFailure().rootCause().hasMessageContaining("namespace"));
    }
  }

  @Configuration(proxyBeanMethods = false)
  @EnableConfigurationProperties(RegistrySettings.class)
  static class Settings {}
}

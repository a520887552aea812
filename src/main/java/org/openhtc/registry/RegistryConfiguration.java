package org.openhtc.registry;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/**
 * Uses the registry in the settings; when none is set, the module {@code embedded} provides one.
 */
@Configuration(proxyBeanMethods = false)
@Conditional(RegistryConfigured.class)
class RegistryConfiguration {
  @Bean
  RegistryConnection registryConnection(RegistrySettings settings) {
    return settings.connection();
  }

  @Bean
  ImageSpace imageSpace() {
    return ImageSpace.UNLIMITED;
  }
}

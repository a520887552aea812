package org.openhtc.registry;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/** Takes the registry that the settings name; without any, the module embedded brings one. */
@Configuration(proxyBeanMethods = false)
@Conditional(RegistryConfigured.class)
class RegistryConfiguration {
  @Bean
  RegistryConnection registryConnection(RegistrySettings settings) {
    return settings.connection();
  }
}

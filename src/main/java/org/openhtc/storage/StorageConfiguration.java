package org.openhtc.storage;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/** Uses the store in the settings; when none is set, the module {@code embedded} provides one. */
@Configuration(proxyBeanMethods = false)
@Conditional(StoreConfigured.class)
class StorageConfiguration {
  @Bean
  ObjectStoreConnection objectStoreConnection(StorageSettings settings) {
    return settings.connection();
  }

  @Bean
  StoreEndpoints storeEndpoints(StorageSettings settings, StorageAccessSettings access) {
    return access.endpoints(settings.endpoint(), settings.endpoint());
  }
}

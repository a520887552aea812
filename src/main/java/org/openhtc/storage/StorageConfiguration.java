package org.openhtc.storage;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/** Takes the store that the settings name; without any, the module embedded brings one. */
@Configuration(proxyBeanMethods = false)
@Conditional(StoreConfigured.class)
class StorageConfiguration {
  @Bean
  ObjectStoreConnection objectStoreConnection(StorageSettings settings) {
    return settings.connection();
  }

  @Bean
  StoreAddresses storeAddresses(StorageSettings settings, LendingSettings lending) {
    return lending.addresses(settings.endpoint(), settings.endpoint());
  }
}

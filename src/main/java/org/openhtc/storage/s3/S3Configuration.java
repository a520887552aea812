package org.openhtc.storage.s3;

import org.openhtc.storage.ObjectStoreConnection;
import org.openhtc.storage.StoreConfigured;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class S3Configuration {
  @Bean(destroyMethod = "close")
  S3ObjectStore objectStore(ObjectStoreConnection connection) {
    return S3ObjectStore.connect(connection);
  }

  @Bean(destroyMethod = "close")
  S3UrlSigner urlSigner(ObjectStoreConnection connection) {
    return new S3UrlSigner(connection);
  }

  @Bean(destroyMethod = "close")
  @Conditional(StoreConfigured.class)
  AssumedRole assumedRole(ObjectStoreConnection connection, StsSettings settings) {
    return AssumedRole.connect(connection, settings);
  }
}

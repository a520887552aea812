package org.openhtc.storage.s3;

import org.openhtc.storage.ObjectStoreConnection;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class S3Configuration {
  @Bean(destroyMethod = "close")
  S3ObjectStore objectStore(ObjectStoreConnection connection) {
    return S3ObjectStore.connect(connection);
  }
}

package org.openhtc.embedded;

import java.io.IOException;
import org.openhtc.storage.ObjectStoreConnection;
import org.openhtc.storage.StoreConfigured;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Brings its own object store when no setting names one. */
@Configuration(proxyBeanMethods = false)
@Conditional(EmbeddedStoreConfiguration.NoStoreConfigured.class)
class EmbeddedStoreConfiguration {

  @Bean(destroyMethod = "close")
  EmbeddedObjectStore embeddedObjectStore(HomeSettings home, EmbeddedSettings settings)
      throws IOException {
    return EmbeddedObjectStore.start(home.home(), settings.s3Port());
  }

  @Bean
  ObjectStoreConnection objectStoreConnection(EmbeddedObjectStore store) {
    return store.connection();
  }

  static final class NoStoreConfigured implements Condition {
    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
      return !new StoreConfigured().matches(context, metadata);
    }
  }
}

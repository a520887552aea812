package org.openhtc.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.openhtc.embedded.EmbeddedObjectStore.Listen;
import org.openhtc.embedded.http.StoreLimits;
import org.openhtc.storage.CredentialIssuer;
import org.openhtc.storage.GrantLookup;
import org.openhtc.storage.ObjectStore;
import org.openhtc.storage.ObjectStoreConnection;
import org.openhtc.storage.StorageAccessSettings;
import org.openhtc.storage.StoreConfigured;
import org.openhtc.storage.StoreEndpoints;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Provides an embedded object store when no external one is configured. */
@Configuration(proxyBeanMethods = false)
@Conditional(EmbeddedStoreConfiguration.NoStoreConfigured.class)
class EmbeddedStoreConfiguration {

  @Bean(destroyMethod = "close")
  EmbeddedObjectStore embeddedObjectStore(
      HomeSettings home, EmbeddedSettings settings, GrantLookup grants, Clock clock)
      throws IOException {
    Listen listen = new Listen(settings.s3Address(), settings.s3Port());
    Path directory = HomeDirectory.secure(home.home());
    long disk = Files.getFileStore(directory).getTotalSpace();
    StoreLimits limits = StoreLimits.standard(settings.projectBytes(disk));
    return EmbeddedObjectStore.start(directory, listen, grants, clock, limits);
  }

  @Bean(initMethod = "start", destroyMethod = "close")
  StoreSupervisor storeSupervisor(EmbeddedObjectStore store) {
    return new StoreSupervisor(store);
  }

  @Bean
  StoreHealthIndicator objectStoreHealthIndicator(StoreSupervisor supervisor) {
    return new StoreHealthIndicator(supervisor);
  }

  @Bean
  CredentialIssuer credentialIssuer(EmbeddedObjectStore store) {
    return store.credentials();
  }

  /** The default for jobs is the host's address on Docker's default bridge. */
  @Bean
  StoreEndpoints storeEndpoints(EmbeddedObjectStore store, StorageAccessSettings access) {
    return access.endpoints(store.endpoint("localhost"), store.endpoint("172.17.0.1"));
  }

  /** Takes precedence over the store that only uses S3. */
  @Bean
  @Primary
  ObjectStore embeddedStoreClient(EmbeddedObjectStore store) {
    return store.client();
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

package org.openhtc.embedded;

import java.io.IOException;
import java.nio.file.Files;
import org.openhtc.embedded.images.RegistrySpace;
import org.openhtc.registry.ImageSpace;
import org.openhtc.registry.RegistryConfigured;
import org.openhtc.registry.RegistryConnection;
import org.openhtc.registry.TokenServer;
import org.openhtc.tls.TlsSettings;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Provides an embedded image registry when no external one is configured. */
@Configuration(proxyBeanMethods = false)
@Conditional(EmbeddedRegistryConfiguration.NoRegistryConfigured.class)
class EmbeddedRegistryConfiguration {

  @Bean
  RegistryHome registryHome(HomeSettings home, EmbeddedRegistrySettings settings)
      throws IOException {
    return RegistryHome.in(home.home().toAbsolutePath().normalize(), settings);
  }

  /** Available before the registry runs, because the responses for projects contain its address. */
  @Bean
  RegistryConnection registryConnection(RegistryHome home) {
    return home.connection();
  }

  @Bean
  ImageSpace imageSpace(RegistryHome home, EmbeddedRegistrySettings settings) throws IOException {
    long disk = Files.getFileStore(home.directory()).getTotalSpace();
    return new RegistrySpace(home.images(), settings.projectBytes(disk), System::nanoTime);
  }

  @Bean
  EmbeddedRegistry embeddedRegistry(
      RegistryHome home,
      TokenServer tokens,
      Environment environment,
      EmbeddedRegistrySettings settings,
      TlsSettings tls) {
    RegistryDisk disk = RegistryDisk.of(home.directory(), settings.freeSpace().toBytes());
    return new EmbeddedRegistry(home, tokens, environment, disk, tls);
  }

  static final class NoRegistryConfigured implements Condition {
    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
      return !new RegistryConfigured().matches(context, metadata);
    }
  }
}

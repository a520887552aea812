package org.openhtc.execution.dockerjava;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.model.AuthConfig;
import com.github.dockerjava.api.model.AuthConfigurations;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientConfig;
import com.github.dockerjava.core.RemoteApiVersion;
import com.github.dockerjava.core.SSLConfig;
import java.net.URI;

/**
 * The configuration of docker-java for one engine. All engines share one JSON mapper: docker-java
 * copies its mapper for each client, and each copy caches 300 KiB of serializers, which is more
 * than everything else that the service keeps for an idle host.
 */
record DockerJavaConfig(DockerClientConfig of) implements DockerClientConfig {
  private static final ObjectMapper MAPPER = DockerClientConfig.getDefaultObjectMapper();

  /** Sets everything, so that neither the environment nor ~/.docker has an effect. */
  static DockerJavaConfig of(String endpoint, RemoteApiVersion version) {
    return new DockerJavaConfig(
        DefaultDockerClientConfig.createDefaultConfigBuilder()
            .withDockerHost(endpoint)
            .withDockerTlsVerify(false)
            .withApiVersion(version)
            .build());
  }

  @Override
  public ObjectMapper getObjectMapper() {
    return MAPPER;
  }

  @Override
  public URI getDockerHost() {
    return of.getDockerHost();
  }

  @Override
  public RemoteApiVersion getApiVersion() {
    return of.getApiVersion();
  }

  @Override
  public String getRegistryUsername() {
    return of.getRegistryUsername();
  }

  @Override
  public String getRegistryPassword() {
    return of.getRegistryPassword();
  }

  @Override
  public String getRegistryEmail() {
    return of.getRegistryEmail();
  }

  @Override
  public String getRegistryUrl() {
    return of.getRegistryUrl();
  }

  @Override
  public AuthConfig effectiveAuthConfig(String imageName) {
    return of.effectiveAuthConfig(imageName);
  }

  @Override
  public AuthConfigurations getAuthConfigurations() {
    return of.getAuthConfigurations();
  }

  @Override
  public SSLConfig getSSLConfig() {
    return of.getSSLConfig();
  }
}

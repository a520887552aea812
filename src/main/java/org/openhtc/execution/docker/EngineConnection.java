package org.openhtc.execution.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.core.RemoteApiVersion;
import com.github.dockerjava.httpclient5.ApacheDockerHttpClient;
import com.github.dockerjava.transport.DockerHttpClient;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.openhtc.execution.engine.EngineAddress;
import org.openhtc.execution.engine.EngineException;
import org.springframework.core.NestedExceptionUtils;

/**
 * An open connection to one engine.
 *
 * @param plain for requests that docker-java's commands do not send correctly
 */
record EngineConnection(
    EngineAddress address, DockerClient client, PlainRequests plain, EngineCalls calls)
    implements AutoCloseable {

  /** The newest API version that this code supports; older engines are called with theirs. */
  private static final RemoteApiVersion NEWEST = RemoteApiVersion.VERSION_1_44;

  /** Far more than an agent has calls in flight, because no call may wait for another one. */
  private static final int MAX_CONNECTIONS = 512;

  /**
   * @throws EngineException.Refused if the address or a file of its TLS directory can't be used
   */
  static EngineConnection open(EngineAddress address) {
    checkCertificates(address);
    try {
      return negotiated(address, configuration(address).build());
    } catch (EngineException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new EngineException.Refused(unusable(address, e));
    }
  }

  private static EngineConnection negotiated(EngineAddress address, DockerClientConfig anyVersion) {
    EngineCalls calls = new EngineCalls(address.endpoint().toString());
    DockerHttpClient http = transport(anyVersion);
    try {
      RemoteApiVersion version =
          calls.within(EngineOperation.CONNECT, () -> negotiate(anyVersion, http));
      DockerClientConfig agreed =
          configuration(address).withApiVersion(version.getVersion()).build();
      return new EngineConnection(
          address,
          DockerClientImpl.getInstance(agreed, http),
          new PlainRequests(http, version.asWebPathPart()),
          calls);
    } catch (RuntimeException e) {
      close(http);
      throw e;
    }
  }

  /** For a damaged file docker-java often throws an exception without a message. */
  private static String unusable(EngineAddress address, RuntimeException problem) {
    String message = NestedExceptionUtils.getMostSpecificCause(problem).getMessage();
    return address.tlsDirectory() == null
        ? "%s can't be used: %s".formatted(address.endpoint(), message)
        : "TLS files in %s can't be used: %s"
            .formatted(
                address.tlsDirectory(),
                Objects.requireNonNullElse(message, "one of them is damaged"));
  }

  /** Whether the engine probably runs on this machine, with the same file system. */
  boolean isLocal() {
    return "unix".equals(address.endpoint().getScheme());
  }

  @Override
  public void close() {
    close(client);
  }

  private static void close(Closeable open) {
    try {
      open.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sets everything, so that neither the environment nor ~/.docker has an effect. */
  private static DefaultDockerClientConfig.Builder configuration(EngineAddress address) {
    DefaultDockerClientConfig.Builder builder =
        DefaultDockerClientConfig.createDefaultConfigBuilder()
            .withDockerHost(address.endpoint().toString())
            .withDockerTlsVerify(address.tlsDirectory() != null);
    Path certificates = address.tlsDirectory();
    return certificates == null ? builder : builder.withDockerCertPath(certificates.toString());
  }

  private static DockerHttpClient transport(DockerClientConfig configuration) {
    return new SingleUseConnections(
        new ApacheDockerHttpClient.Builder()
            .dockerHost(configuration.getDockerHost())
            .sslConfig(configuration.getSSLConfig())
            .maxConnections(MAX_CONNECTIONS)
            .connectionTimeout(Duration.ofSeconds(5))
            .build());
  }

  // Not closed: that would close the transport, which is still needed.
  @SuppressWarnings("resource")
  private static RemoteApiVersion negotiate(DockerClientConfig any, DockerHttpClient http) {
    String newestOfEngine =
        DockerClientImpl.getInstance(any, http).versionCmd().exec().getApiVersion();
    RemoteApiVersion engine = RemoteApiVersion.parseConfig(newestOfEngine);
    return NEWEST.isGreaterOrEqual(engine) ? engine : NEWEST;
  }

  private static void checkCertificates(EngineAddress address) {
    Path directory = address.tlsDirectory();
    if (directory == null) {
      return;
    }
    for (String name : List.of("ca.pem", "cert.pem", "key.pem")) {
      if (!Files.isReadable(directory.resolve(name))) {
        throw new EngineException.Refused("can't read " + directory.resolve(name));
      }
    }
  }
}

package org.openhtc.execution.engine;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.openhtc.host.ClusterPlace;
import org.openhtc.host.Host;

/**
 * The address of an engine.
 *
 * @param endpoint {@code unix:///path}, {@code tcp://host:port}, or one of {@link
 *     org.openhtc.host.Host.Kind#KUBERNETES}
 * @param tlsDirectory contains {@code ca.pem}, {@code cert.pem} and {@code key.pem}; null without
 *     TLS
 * @param cluster where on a Kubernetes cluster the jobs run; null for a Docker engine
 */
public record EngineAddress(
    URI endpoint, @Nullable Path tlsDirectory, @Nullable ClusterPlace cluster) {

  /** The address that is configured for the host. */
  public static EngineAddress of(Host host) {
    return new EngineAddress(host.endpoint(), host.tlsDirectory(), host.cluster());
  }
}

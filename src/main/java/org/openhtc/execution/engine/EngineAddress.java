package org.openhtc.execution.engine;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.openhtc.host.Host;

/**
 * The address of an engine.
 *
 * @param endpoint {@code unix:///path} or {@code tcp://host:port}
 * @param tlsDirectory contains {@code ca.pem}, {@code cert.pem} and {@code key.pem}; null without
 *     TLS
 */
public record EngineAddress(URI endpoint, @Nullable Path tlsDirectory) {

  /** The address that is configured for the host. */
  public static EngineAddress of(Host host) {
    return new EngineAddress(host.endpoint(), host.tlsDirectory());
  }
}

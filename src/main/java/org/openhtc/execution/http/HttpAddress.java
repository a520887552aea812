package org.openhtc.execution.http;

import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Where a server accepts connections. */
public sealed interface HttpAddress {

  /** The value of the header {@code Host}. */
  String authority();

  /** A Unix socket. */
  record Unix(Path socket) implements HttpAddress {
    @Override
    public String authority() {
      return "localhost";
    }
  }

  /**
   * A TCP port.
   *
   * @param tls how the server is authenticated; null for a connection without TLS
   */
  record Tcp(String host, int port, @Nullable SSLContext tls) implements HttpAddress {
    @Override
    public String authority() {
      return host.contains(":") ? "[%s]:%d".formatted(host, port) : host + ":" + port;
    }
  }
}

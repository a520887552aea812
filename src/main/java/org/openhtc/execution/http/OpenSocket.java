package org.openhtc.execution.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * A connected socket.
 *
 * @param socket reads and writes through the channel; with TLS it encrypts
 */
record OpenSocket(SocketChannel channel, Socket socket) {
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);

  static OpenSocket to(HttpAddress address, RunningCall call) throws IOException {
    return switch (address) {
      case HttpAddress.Unix unix -> unix(unix, call);
      case HttpAddress.Tcp tcp -> tcp(tcp, call);
    };
  }

  private static OpenSocket unix(HttpAddress.Unix address, RunningCall call) throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      call.uses(channel);
      channel.connect(UnixDomainSocketAddress.of(address.socket()));
      return new OpenSocket(channel, new UnixSocket(channel));
    } catch (IOException | RuntimeException e) {
      Connection.close(channel);
      throw e;
    }
  }

  /** Tries each address of the host. */
  private static OpenSocket tcp(HttpAddress.Tcp address, RunningCall call) throws IOException {
    @Nullable IOException failure = null;
    for (InetAddress each : InetAddress.getAllByName(address.host())) {
      try {
        return tcp(address, new InetSocketAddress(each, address.port()), call);
      } catch (IOException e) {
        failure = e;
      }
    }
    throw failure == null ? new IOException("no address of " + address.host()) : failure;
  }

  private static OpenSocket tcp(HttpAddress.Tcp address, InetSocketAddress remote, RunningCall call)
      throws IOException {
    SocketChannel channel = SocketChannel.open();
    try {
      call.uses(channel);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
      channel.socket().connect(remote, Math.toIntExact(CONNECT_LIMIT.toMillis()));
      SSLContext tls = address.tls();
      return new OpenSocket(channel, tls == null ? channel.socket() : tls(tls, channel, address));
    } catch (IOException | RuntimeException e) {
      Connection.close(channel);
      throw e;
    }
  }

  private static Socket tls(SSLContext context, SocketChannel channel, HttpAddress.Tcp address)
      throws IOException {
    SSLSocket socket =
        (SSLSocket)
            context
                .getSocketFactory()
                .createSocket(channel.socket(), address.host(), address.port(), true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS"); // the certificate must name the host
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }
}

package org.openhtc.embedded.s3;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import org.apache.tomcat.util.net.NioEndpoint;
import org.jspecify.annotations.Nullable;

/** Accepts connections, but only a limited number from one address at the same time. */
final class LimitedEndpoint extends NioEndpoint {
  private final int perAddress;

  LimitedEndpoint(int perAddress) {
    this.perAddress = perAddress;
  }

  /** Whether a further connection from the address would be refused, or would have to wait. */
  boolean isFullFor(String address) {
    return getConnectionCount() >= getMaxConnections() || count(address) >= perAddress;
  }

  /**
   * Tomcat has counted the connection before, and closes it after {@code false} only if the
   * superclass has registered it. So a connection that is refused here must be closed here, which
   * also takes it off the count.
   */
  @Override
  protected boolean setSocketOptions(SocketChannel socket) {
    if (count(address(socket)) < perAddress) {
      return super.setSocketOptions(socket);
    }
    destroySocket(socket);
    return false;
  }

  private long count(@Nullable String address) {
    return address == null
        ? 0
        : connections.keySet().stream().filter(open -> address.equals(address(open))).count();
  }

  private static @Nullable String address(SocketChannel socket) {
    try {
      SocketAddress remote = socket.getRemoteAddress();
      return remote instanceof InetSocketAddress inet ? inet.getAddress().getHostAddress() : null;
    } catch (IOException e) {
      return null; // closed
    }
  }
}

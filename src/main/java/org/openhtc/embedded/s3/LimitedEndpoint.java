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

  @Override
  protected boolean setSocketOptions(SocketChannel socket) {
    return count(address(socket)) < perAddress && super.setSocketOptions(socket);
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

package org.openhtc.ratelimit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.Collection;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The number of connections that one address may have open.
 *
 * @param perAddress the maximum; 0 for no limit
 * @param isExempt addresses without a limit: those of trusted proxies, which send the requests of
 *     many clients
 */
record ConnectionLimit(int perAddress, Predicate<String> isExempt) {
  static final ConnectionLimit NONE = new ConnectionLimit(0, address -> true);

  boolean accepts(SocketChannel connection, Collection<SocketChannel> open) {
    InetAddress address = address(connection);
    if (perAddress == 0 || address == null || isExempt.test(address.getHostAddress())) {
      return true;
    }
    return open.stream().filter(other -> address.equals(address(other))).count() < perAddress;
  }

  private static @Nullable InetAddress address(SocketChannel connection) {
    try {
      return connection.getRemoteAddress() instanceof InetSocketAddress remote
          ? remote.getAddress()
          : null;
    } catch (IOException closed) {
      return null;
    }
  }
}

package org.openhtc.ratelimit;

import java.nio.channels.SocketChannel;
import org.apache.tomcat.util.net.NioEndpoint;

/**
 * Closes connections of an address that has too many. All connections together are limited, so one
 * client could otherwise take all of them, without a single complete request.
 */
final class AddressLimitedEndpoint extends NioEndpoint {
  private volatile ConnectionLimit limit = ConnectionLimit.NONE;

  void limit(ConnectionLimit limit) {
    this.limit = limit;
  }

  /** Called for each accepted connection, by one thread; Tomcat closes it if this returns false. */
  @Override
  protected boolean setSocketOptions(SocketChannel socket) {
    return limit.accepts(socket, connections.keySet()) && super.setSocketOptions(socket);
  }
}

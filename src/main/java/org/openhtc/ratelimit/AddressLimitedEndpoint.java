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

  /**
   * Called for each accepted connection, by one thread. Tomcat has counted the connection before,
   * and closes it after {@code false} only if the superclass has registered it. So a connection
   * that is refused here must be closed here, which also takes it off the count.
   */
  @Override
  protected boolean setSocketOptions(SocketChannel socket) {
    if (limit.accepts(socket, connections.keySet())) {
      return super.setSocketOptions(socket);
    }
    destroySocket(socket);
    return false;
  }
}

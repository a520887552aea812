package org.openhtc.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConnectionLimitTest {
  private final List<SocketChannel> open = new ArrayList<>();
  private final List<SocketChannel> clients = new ArrayList<>();
  private ServerSocketChannel server;

  @BeforeEach
  void start() throws IOException {
    server = ServerSocketChannel.open().bind(new InetSocketAddress("127.0.0.1", 0));
  }

  @AfterEach
  void stop() throws IOException {
    for (SocketChannel connection : clients) {
      connection.close();
    }
    for (SocketChannel connection : open) {
      connection.close();
    }
    server.close();
  }

  @Test
  void anAddressHasAGreatestNumberOfConnections() throws IOException {
    ConnectionLimit limit = new ConnectionLimit(2, address -> false);
    open.add(from("127.0.0.2"));
    open.add(from("127.0.0.2"));
    assertThat(limit.accepts(from("127.0.0.2"), open)).isFalse();
    assertThat(limit.accepts(from("127.0.0.3"), open)).isTrue();
    open.removeLast().close();
    assertThat(limit.accepts(from("127.0.0.2"), open)).isTrue();
  }

  @Test
  void proxiesAndServicesWithoutALimitAcceptAll() throws IOException {
    open.add(from("127.0.0.2"));
    SocketChannel another = from("127.0.0.2");
    assertThat(new ConnectionLimit(1, "127.0.0.2"::equals).accepts(another, open)).isTrue();
    assertThat(new ConnectionLimit(0, address -> false).accepts(another, open)).isTrue();
    assertThat(ConnectionLimit.NONE.accepts(another, open)).isTrue();
  }

  private SocketChannel from(String address) throws IOException {
    SocketChannel client = SocketChannel.open();
    client.bind(new InetSocketAddress(InetAddress.getByName(address), 0));
    client.connect(server.getLocalAddress());
    clients.add(client);
    SocketChannel accepted = server.accept();
    clients.add(accepted);
    return accepted;
  }
}

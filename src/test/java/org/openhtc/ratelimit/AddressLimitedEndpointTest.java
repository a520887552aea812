package org.openhtc.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The limit in a real Tomcat, which counts connections itself. */
class AddressLimitedEndpointTest {
  private static final int PER_ADDRESS = 3;
  private static final int CONNECTIONS = 6;
  private static final int TIMEOUT_MILLIS = 10_000;

  @TempDir private Path work;
  private final Tomcat tomcat = new Tomcat();
  private final List<Socket> open = new ArrayList<>();

  @BeforeEach
  void start() throws LifecycleException {
    AddressLimitedProtocol protocol = new AddressLimitedProtocol();
    protocol.limit(new ConnectionLimit(PER_ADDRESS, address -> false));
    protocol.setMaxConnections(CONNECTIONS);
    tomcat.setBaseDir(work.toString());
    tomcat.addContext("", work.toString());
    Connector connector = new Connector(protocol);
    connector.setPort(0);
    connector.setProperty("address", "127.0.0.1");
    tomcat.setConnector(connector);
    tomcat.start();
  }

  @AfterEach
  void stop() throws Exception {
    for (Socket socket : open) {
      socket.close();
    }
    tomcat.stop();
    tomcat.destroy();
  }

  @Test
  void refusedConnectionsAreClosedAndTakeNoPlaceOfOthers() throws IOException {
    for (int i = 0; i < PER_ADDRESS; i++) {
      open.add(from("127.0.0.2"));
    }
    for (int i = 0; i < 2 * CONNECTIONS; i++) {
      try (Socket beyond = from("127.0.0.2")) {
        assertThat(isClosed(beyond)).isTrue();
      }
    }
    try (Socket other = from("127.0.0.3")) {
      assertThat(response(other)).startsWith("HTTP/1.1 404");
    }
  }

  private Socket from(String address) throws IOException {
    int port = tomcat.getConnector().getLocalPort();
    Socket socket = new Socket("127.0.0.1", port, InetAddress.getByName(address), 0);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    return socket;
  }

  private static boolean isClosed(Socket socket) throws IOException {
    try {
      return socket.getInputStream().read() < 0;
    } catch (SocketException reset) {
      return true;
    }
  }

  private static String response(Socket socket) throws IOException {
    String request = "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}

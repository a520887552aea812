package org.openhtc.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openhtc.embedded.EmbeddedObjectStore.Listen;
import org.openhtc.embedded.http.StoreLimits;

/** More connections to the store than it accepts. */
class StoreConnectionsIT {
  private static final int PER_ADDRESS = 4;
  private static final int CONNECTIONS = 8;
  private static final Duration WAIT = Duration.ofSeconds(10);

  @TempDir private Path home;
  private final List<Socket> open = new ArrayList<>();
  private EmbeddedObjectStore store;

  @BeforeEach
  void start() throws IOException {
    StoreLimits limits =
        new StoreLimits(64, 256, PER_ADDRESS, CONNECTIONS, WAIT, 1024, WAIT, 16 << 20, 0, 1 << 30);
    store =
        EmbeddedObjectStore.start(
            home, new Listen("127.0.0.1", 0), new FakeGrants(), Clock.systemUTC(), limits);
  }

  @AfterEach
  void stop() throws IOException {
    for (Socket socket : open) {
      socket.close();
    }
    store.close();
  }

  @Test
  void refusedConnectionsAreClosedAndTakeNoPlaceOfOthers() throws IOException {
    hold("127.0.0.2", PER_ADDRESS);
    for (int i = 0; i < 2 * CONNECTIONS; i++) {
      try (Socket beyond = from("127.0.0.2")) {
        assertThat(isClosed(beyond)).isTrue();
      }
    }
    assertThat(store.responds()).isTrue();
  }

  /** The supervisor would start it again, which interrupts all transfers. */
  @Test
  void storeWithoutRoomForTheProbeIsBusyAndNotDead() throws IOException {
    hold("127.0.0.1", PER_ADDRESS);
    assertThat(store.responds()).isTrue();
    hold("127.0.0.2", PER_ADDRESS);
    assertThat(store.responds()).isTrue();
    open.removeLast().close();
    await().atMost(WAIT).until(this::hasRoom);
  }

  private boolean hasRoom() throws IOException {
    try (Socket socket = from("127.0.0.3")) {
      return !isClosedAfter(socket, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
    }
  }

  private void hold(String address, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      open.add(from(address));
    }
  }

  private Socket from(String address) throws IOException {
    int port = store.endpoint("127.0.0.1").getPort();
    Socket socket = new Socket("127.0.0.1", port, InetAddress.getByName(address), 0);
    socket.setSoTimeout((int) WAIT.toMillis());
    return socket;
  }

  private static boolean isClosed(Socket socket) throws IOException {
    return isClosedAfter(socket, "");
  }

  private static boolean isClosedAfter(Socket socket, String sent) throws IOException {
    try {
      socket.getOutputStream().write(sent.getBytes(StandardCharsets.US_ASCII));
      return socket.getInputStream().read() < 0;
    } catch (SocketException reset) {
      return true;
    }
  }
}

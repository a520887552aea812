package org.openhtc.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.openhtc.storage.ObjectStore;
import org.openhtc.storage.ObjectStoreConnection;
import org.openhtc.storage.ObjectStoreContract;
import org.openhtc.storage.StoreUnavailable;
import org.openhtc.testing.ServiceTest;
import org.springframework.beans.factory.annotation.Autowired;

/** Against the embedded endpoint. */
@ServiceTest
class S3ObjectStoreIT extends ObjectStoreContract {
  @Autowired private ObjectStore store;
  @Autowired private ObjectStoreConnection connection;

  @Override
  protected ObjectStore store() {
    return store;
  }

  @Override
  protected ObjectStore unreachableStore() {
    return S3ObjectStore.connect(at(URI.create("http://127.0.0.1:" + closedPort())));
  }

  @Test
  void triesAFewTimesWhenTheStoreAnswersAnError() throws IOException {
    AtomicInteger requests = new AtomicInteger();
    HttpServer broken = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    broken.createContext(
        "/",
        exchange -> {
          requests.incrementAndGet();
          exchange.sendResponseHeaders(503, -1);
          exchange.close();
        });
    broken.start();
    try (S3ObjectStore store =
        S3ObjectStore.connect(
            at(URI.create("http://127.0.0.1:" + broken.getAddress().getPort())))) {
      assertThatThrownBy(() -> store.get("a")).isInstanceOf(StoreUnavailable.class);
    } finally {
      broken.stop(0);
    }
    assertThat(requests).hasValue(3);
  }

  @Test
  void namesTheStoreButNotTheSecretWhenTheKeyIsWrong() {
    ObjectStoreConnection wrong =
        new ObjectStoreConnection(
            connection.endpoint(), "us-east-1", connection.bucket(), "WRONG", "wrong-secret");
    try (S3ObjectStore store = S3ObjectStore.connect(wrong)) {
      assertThatThrownBy(() -> store.get("a"))
          .isInstanceOf(StoreUnavailable.class)
          .hasMessageContaining(connection.bucket())
          .hasMessageContaining("get a")
          .hasMessageNotContaining("wrong-secret");
    }
  }

  private ObjectStoreConnection at(URI endpoint) {
    return new ObjectStoreConnection(
        endpoint,
        connection.region(),
        connection.bucket(),
        connection.accessKey(),
        connection.secretKey());
  }

  private static int closedPort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}

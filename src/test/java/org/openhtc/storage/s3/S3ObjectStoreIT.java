package org.openhtc.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openhtc.storage.ObjectStore;
import org.openhtc.storage.ObjectStoreConnection;
import org.openhtc.storage.ObjectStoreContract;
import org.openhtc.storage.StoreUnavailable;
import org.openhtc.testing.OpenUploads;
import org.openhtc.testing.ServiceTest;
import org.springframework.beans.factory.annotation.Autowired;

/** Runs the contract against the embedded store over S3. */
@ServiceTest
class S3ObjectStoreIT extends ObjectStoreContract {
  @Autowired private S3ObjectStore store;
  @Autowired private ObjectStoreConnection connection;

  @Override
  protected ObjectStore store() {
    return store;
  }

  @Override
  protected ObjectStore unreachableStore() {
    return S3ObjectStore.connect(at(URI.create("http://127.0.0.1:" + closedPort())));
  }

  @Override
  protected void beginUpload(String key) {
    new OpenUploads(connection).begin(key);
  }

  @Override
  protected List<String> uploads() {
    return new OpenUploads(connection).keys();
  }

  @Test
  void retriesWhenTheStoreRespondsWithAnError() throws IOException {
    AtomicInteger requests = new AtomicInteger();
    responding(
        503,
        requests,
        store -> assertThatThrownBy(() -> store.get("a")).isInstanceOf(StoreUnavailable.class));
    assertThat(requests).hasValue(3);
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 405, 501})
  void aStoreThatDoesNotAllowAbortingUploadsIsNotAnError(int status) throws IOException {
    responding(status, new AtomicInteger(), store -> store.abortUploads("a/"));
  }

  @Test
  void theErrorForAWrongKeyContainsTheBucketButNotTheSecret() {
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

  /** Calls a store that responds to every request with this status. */
  private void responding(int status, AtomicInteger requests, Consumer<ObjectStore> call)
      throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.createContext(
        "/",
        exchange -> {
          requests.incrementAndGet();
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    server.start();
    URI endpoint = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    try (S3ObjectStore store = S3ObjectStore.connect(at(endpoint))) {
      call.accept(store);
    } finally {
      server.stop(0);
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

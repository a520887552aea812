package org.openhtc.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LimitedBodyTest {
  private final CompletableFuture<Long> sent = new CompletableFuture<>();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void aBodyUpToTheLimitIsReturnedWhole() throws Exception {
    respondWith(LimitedBody.LIMIT);
    assertThat(body()).hasSize(LimitedBody.LIMIT);
  }

  @Test
  void aLongerBodyIsReturnedAsEmpty() throws Exception {
    respondWith(LimitedBody.LIMIT + 1L);
    assertThat(body()).isEmpty();
  }

  @Test
  void theRestOfALongBodyIsNotRead() throws Exception {
    long size = 1L << 40;
    respondWith(size);
    assertThat(body()).isEmpty();
    assertThat(sent.get(10, TimeUnit.SECONDS)).isLessThan(size);
  }

  /** Uses chunked encoding, so that the response headers do not contain the length. */
  private void respondWith(long size) {
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          long written = 0;
          try (var body = exchange.getResponseBody()) {
            while (written < size) {
              int part = (int) Math.min(1 << 16, size - written);
              body.write(new byte[part]);
              written += part;
            }
          } finally {
            sent.complete(written);
          }
        });
  }

  private byte[] body() throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(HttpRequest.newBuilder(uri).build(), info -> new LimitedBody()).body();
    }
  }
}

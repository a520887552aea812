package org.openhtc.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openhtc.registry.token.Access;
import org.openhtc.testing.ServiceTest;
import org.springframework.beans.factory.annotation.Autowired;

/** With a server in place of the registry, whose responses wait for the test. */
@ServiceTest
class RegistryClientIT {
  private static final int REQUESTS = 20;
  private static final int MOST_AT_ONCE = 8;

  private final AtomicInteger inProgress = new AtomicInteger();
  private final CountDownLatch mayRespond = new CountDownLatch(1);

  @Autowired RegistryTokens tokens;
  private HttpServer server;

  @BeforeEach
  void startServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/",
        exchange -> {
          inProgress.incrementAndGet();
          await().until(() -> mayRespond.getCount() == 0);
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stopServer() {
    server.stop(0);
  }

  /** Each may hold several MiB of what users have pushed. */
  @Test
  void fewRequestsAreInProgressAtOnce() {
    URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    RegistryClient client =
        new RegistryClient(new RegistryConnection("registry", url, null), tokens);
    List<CompletableFuture<Integer>> responses =
        IntStream.range(0, REQUESTS)
            .mapToObj(i ->
                CompletableFuture.supplyAsync(() -> status(client), Thread::startVirtualThread))
            .toList();
    await().until(() -> inProgress.get() >= MOST_AT_ONCE);
    await().during(Duration.ofMillis(500)).until(() -> inProgress.get() == MOST_AT_ONCE);
    mayRespond.countDown();
    assertThat(responses).allMatch(response -> response.join() == 200);
    assertThat(inProgress).hasValue(REQUESTS);
  }

  private static int status(RegistryClient client) {
    Access access = Access.to("projects/p/r", Access.PULL);
    return client.send(client.request("x", access).GET().build()).statusCode();
  }
}

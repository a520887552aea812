package org.openhtc.execution.docker;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.core.RemoteApiVersion;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openhtc.execution.dockerjava.DockerJava;
import org.openhtc.execution.engine.EngineException;
import org.openhtc.execution.http.CallTimeouts;
import org.openhtc.execution.http.HttpAddress;
import org.openhtc.execution.http.HttpConnections;
import org.openhtc.testing.SettableClock;
import org.openhtc.testing.Timeouts;

/** A pull whose engine reports one line of progress and then nothing. */
class ImagePullTest {
  private final SettableClock clock = new SettableClock();
  private final CountDownLatch end = new CountDownLatch(1);
  private HttpServer server;
  private HttpConnections http;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::respond);
    server.start();
    http =
        new HttpConnections(
            new HttpAddress.Tcp("127.0.0.1", server.getAddress().getPort(), null),
            new CallTimeouts());
  }

  @AfterEach
  void stop() {
    end.countDown();
    http.close();
    server.stop(0);
  }

  private void respond(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, 0);
    exchange.getResponseBody().write("{\"status\":\"Pulling\"}\n".getBytes(StandardCharsets.UTF_8));
    exchange.getResponseBody().flush();
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    exchange.close();
  }

  @Test
  void silentPullIsGivenUpAfterFiveMinutes() {
    CompletableFuture<Void> pull = pull(null);
    await()
        .atMost(Timeouts.STEP)
        .until(() -> {
          clock.advance(Duration.ofMinutes(6));
          return pull.isDone();
        });
    assertThatThrownBy(pull::join)
        .hasCauseInstanceOf(EngineException.PullFailed.class)
        .hasMessageContaining("no progress for PT5M");
  }

  @Test
  void pullIsGivenUpWhenTheDiskIsNearlyFull() {
    assertThatThrownBy(() -> pull(1L << 20).join())
        .hasCauseInstanceOf(EngineException.PullFailed.class)
        .hasMessageContaining("the disk of the host is nearly full");
  }

  private CompletableFuture<Void> pull(@Nullable Long freeDisk) {
    ImagePull pull =
        new ImagePull(
            DockerJava.client(
                "tcp://127.0.0.1:1", RemoteApiVersion.VERSION_1_41, http, Duration.ofMinutes(1)),
            new EngineCalls("engine", new EngineTimers(new SimpleMeterRegistry())),
            () -> freeDisk,
            clock);
    return CompletableFuture.runAsync(() -> pull.pull("registry:5000/a@sha256:0", "token"));
  }
}

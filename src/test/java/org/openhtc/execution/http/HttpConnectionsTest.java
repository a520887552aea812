package org.openhtc.execution.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.openhtc.execution.http.ScriptedServer.ok;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openhtc.testing.Timeouts;

/** Over a Unix socket; {@link HttpConnectionsTcpTest} runs the same over TCP. */
class HttpConnectionsTest {
  private static final HttpCall GET = HttpCall.of("GET", "/a?b=c");
  private static final BodyReader<String> TEXT = body -> new String(body.readAllBytes(), UTF_8);

  private static final int TOGETHER = 20;
  private static final CallTimeouts TIMEOUTS = new CallTimeouts();
  private static final Executor THREADS = task -> Thread.ofVirtual().start(task);

  @TempDir Path directory;
  private ScriptedServer server;
  private HttpConnections http;

  @BeforeEach
  void start() throws IOException {
    server = startServer();
    http = new HttpConnections(server.address(), TIMEOUTS);
  }

  ScriptedServer startServer() throws IOException {
    return ScriptedServer.unix(directory.resolve("s"));
  }

  @AfterEach
  void stop() throws IOException {
    http.close();
    server.close();
  }

  private String send(HttpCall call) throws IOException {
    return http.send(call, Timeouts.STEP, TEXT);
  }

  @Test
  void connectionIsReused() throws IOException {
    server.then(ok("one")).then(ok("")).then("HTTP/1.1 204 No Content\r\n\r\n").then(ok("four"));
    assertThat(send(GET)).isEqualTo("one");
    assertThat(send(HttpCall.withJson("POST", "/p", "{}".getBytes(UTF_8)))).isEmpty();
    assertThat(send(HttpCall.of("DELETE", "/d"))).isEmpty();
    assertThat(send(GET)).isEqualTo("four");
    assertThat(server.requests).extracting(ScriptedServer.Request::connection).containsOnly(1);
    assertThat(server.requests.get(0).text()).startsWith("GET /a?b=c HTTP/1.1\r\n");
    assertThat(server.requests.get(1).text()).contains("application/json").endsWith("\r\n\r\n{}");
  }

  @Test
  void fewIdleConnectionsAreKept() {
    sendTogether(http);
    await().until(() -> server.closedByClient.get() == TOGETHER - 8);
  }

  @Test
  void connectionsToABusyServerAreKept() throws IOException {
    try (HttpConnections busy = HttpConnections.toBusyServer(server.address(), TIMEOUTS)) {
      sendTogether(busy);
      sendTogether(busy);
      assertThat(server.closedByClient).hasValue(0);
      assertThat(server.requests)
          .extracting(ScriptedServer.Request::connection)
          .allMatch(connection -> connection <= TOGETHER);
    }
  }

  @Test
  void serverIsReadWhileManyCallsThatChangeItTakeLong() throws IOException {
    int calls = 2 * ConnectionPool.MOST_IN_USE;
    for (int i = 0; i <= calls; i++) {
      server.then(ok("x"));
    }
    CountDownLatch mayEnd = new CountDownLatch(1);
    List<CompletableFuture<Void>> slow = new ArrayList<>();
    for (int i = 0; i < calls; i++) {
      slow.add(CompletableFuture.runAsync(() -> remove(mayEnd), THREADS));
    }
    int atOnce = ConnectionPool.MOST_IN_USE - ConnectionPool.FOR_READS;
    await().until(() -> server.requests.size() == atOnce);
    assertThat(send(GET)).isEqualTo("x");
    mayEnd.countDown();
    slow.forEach(CompletableFuture::join);
    assertThat(server.requests).hasSize(calls + 1);
  }

  private void remove(CountDownLatch mayEnd) {
    try {
      http.send(
          HttpCall.of("DELETE", "/d"),
          Timeouts.STEP,
          body -> {
            await().until(() -> mayEnd.getCount() == 0);
            return body.readAllBytes();
          });
    } catch (IOException e) {
      throw new CompletionException(e);
    }
  }

  /** Makes calls of which none ends before all have begun. */
  private void sendTogether(HttpConnections connections) {
    CountDownLatch begun = new CountDownLatch(TOGETHER);
    List<CompletableFuture<Void>> calls = new ArrayList<>();
    for (int i = 0; i < TOGETHER; i++) {
      server.then(ok("x"));
      calls.add(CompletableFuture.runAsync(() -> send(connections, begun), THREADS));
    }
    calls.forEach(CompletableFuture::join);
  }

  private static void send(HttpConnections connections, CountDownLatch begun) {
    try {
      connections.send(
          GET,
          Timeouts.STEP,
          body -> {
            begun.countDown();
            await().until(() -> begun.getCount() == 0);
            return body.readAllBytes();
          });
    } catch (IOException e) {
      throw new CompletionException(e);
    }
  }

  @Test
  void connectionThatTheServerClosedIsNotReused() throws IOException {
    server.thenAndClose(ok("one")).then(ok("two"));
    send(GET);
    await().until(() -> server.closed.get() == 1);
    assertThat(send(GET.once())).isEqualTo("two");
    assertThat(server.requests)
        .extracting(ScriptedServer.Request::connection)
        .containsExactly(1, 2);
  }

  @Test
  void repeatableCallIsMadeAgainIfAReusedConnectionBreaks() throws IOException {
    server.then(ok("one")).thenAndClose("").then(ok("two"));
    send(GET);
    assertThat(send(GET)).isEqualTo("two");
    assertThat(server.requests)
        .extracting(ScriptedServer.Request::connection)
        .containsExactly(1, 1, 2);
  }

  @Test
  void otherCallIsNotMadeAgain() throws IOException {
    server.then(ok("one")).thenAndClose("").then(ok("two"));
    send(GET);
    assertThatThrownBy(() -> send(GET.once())).isInstanceOf(IOException.class);
    assertThat(server.requests).hasSize(2);
  }

  @Test
  void callOnANewConnectionIsNotMadeAgain() {
    server.thenAndClose("").then(ok("one"));
    assertThatThrownBy(() -> send(GET)).isInstanceOf(IOException.class);
    assertThat(server.requests).hasSize(1);
  }

  @Test
  void connectionIsClosedAtTheLimit() throws IOException {
    server.then(ok("one"));
    send(GET);
    assertThatThrownBy(() -> http.send(GET, Duration.ofMillis(500), TEXT))
        .isInstanceOf(CallTimeoutException.class);
    await().untilAsserted(() -> assertThat(server.closedByClient).hasValue(1));
    await().untilAsserted(() -> assertThat(server.requests).hasSize(2));
  }

  @Test
  void limitHoldsInsideABodyToo() {
    server.then("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
    assertThatThrownBy(() -> http.send(GET, Duration.ofMillis(500), TEXT))
        .isInstanceOf(CallTimeoutException.class);
  }

  @Test
  void chunkedBodyIsRead() throws IOException {
    server
        .then(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n")
        .then(ok("next"));
    assertThat(send(GET)).isEqualTo("abcde");
    assertThat(send(GET)).isEqualTo("next");
    assertThat(server.requests).extracting(ScriptedServer.Request::connection).containsOnly(1);
  }

  @Test
  void bodyThatEndsEarlyFails() {
    server
        .thenAndClose("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf")
        .thenAndClose("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
    assertThatThrownBy(() -> send(GET)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> send(GET)).isInstanceOf(IOException.class);
  }

  @Test
  void errorKeepsTheConnection() throws IOException {
    server
        .then("HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\ngone")
        .then("HTTP/1.1 304 Not Modified\r\n\r\n")
        .then(ok("next"));
    assertThatThrownBy(() -> send(GET))
        .isInstanceOfSatisfying(
            HttpStatusException.class,
            e -> {
              assertThat(e.status()).isEqualTo(404);
              assertThat(e.body()).isEqualTo("gone");
            });
    assertThatThrownBy(() -> send(GET)).isInstanceOf(HttpStatusException.class);
    assertThat(send(GET)).isEqualTo("next");
    assertThat(server.requests).extracting(ScriptedServer.Request::connection).containsOnly(1);
  }

  @Test
  void connectionWithAnUnreadBodyIsNotReused() throws IOException {
    server.then(ok("one")).then(ok("two"));
    int first = http.send(GET, Timeouts.STEP, InputStream::read);
    assertThat(first).isEqualTo('o');
    assertThat(send(GET)).isEqualTo("two");
    assertThat(server.requests)
        .extracting(ScriptedServer.Request::connection)
        .containsExactly(1, 2);
  }

  @Test
  void closeEndsCallsInProgress() {
    CompletableFuture<String> call =
        CompletableFuture.supplyAsync(() -> {
          try {
            return send(GET);
          } catch (IOException e) {
            throw new CompletionException(e);
          }
        });
    await().until(() -> server.requests.size() == 1);
    http.close();
    assertThatThrownBy(call::join).hasCauseInstanceOf(IOException.class);
    assertThatThrownBy(() -> send(GET)).isInstanceOf(IOException.class);
  }

  @Test
  void openResponseIsReadAsItArrives() throws IOException {
    server.then("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
    try (HttpResponse response = http.open(GET, Timeouts.STEP)) {
      assertThat(response.status()).isEqualTo(200);
      assertThat(new String(response.body().readNBytes(3), UTF_8)).isEqualTo("abc");
    }
    await().untilAsserted(() -> assertThat(server.closedByClient).hasValue(1));
  }
}

package org.openhtc.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openhtc.embedded.EmbeddedObjectStore.Listen;
import org.openhtc.embedded.http.StoreLimits;
import org.openhtc.storage.FolderGrant;
import org.openhtc.storage.StorageCredentials;
import org.openhtc.testing.Timeouts;

/** One job's misuse of the store, beside the requests of another. */
class StoreLoadIT {
  private static final String FOLDER = "projects/p/tasks/t/";
  private static final int PER_KEY = 64;
  private static final long PER_PROJECT = 1 << 30;
  private static final Duration WINDOW = Duration.ofSeconds(2);

  /** No slow client is refused before all of them are there. */
  private static final Duration LONG_WINDOW = Duration.ofMinutes(1);

  /** The longest wait for the next bytes of a client, during which others must not wait. */
  private static final Duration IDLE = Duration.ofSeconds(20);

  private static final Duration LONGEST_READ = IDLE.dividedBy(2);

  @TempDir private Path home;
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<Socket> slow = new ArrayList<>();
  private EmbeddedObjectStore store;
  private StorageCredentials misuser;
  private StorageCredentials other;

  @BeforeEach
  void start() throws Exception {
    start(LONG_WINDOW);
  }

  private void start(Duration window) throws Exception {
    UUID batch = UUID.randomUUID();
    UUID otherBatch = UUID.randomUUID();
    FakeGrants grants = new FakeGrants(FolderGrant.writing(FOLDER));
    grants.place(batch, 1);
    grants.place(
        otherBatch, 1, FolderGrant.reading("projects/another/"), FolderGrant.writing(FOLDER));
    store =
        EmbeddedObjectStore.start(
            home, new Listen("127.0.0.1", 0), grants, Clock.systemUTC(), limits(window));
    misuser = TestCredentials.ofAttempt(store, batch);
    other = TestCredentials.ofAttempt(store, otherBatch);
    assertThat(put(other).statusCode()).isEqualTo(200);
  }

  private static StoreLimits limits(Duration window) {
    return new StoreLimits(PER_KEY, 256, 256, 1024, window, 1024, IDLE, 16 << 20, 0, PER_PROJECT);
  }

  @AfterEach
  void stop() throws Exception {
    for (Socket socket : slow) {
      socket.close();
    }
    http.close();
    store.close();
  }

  @Test
  void slowWritersDoNotDelayOthers() throws Exception {
    for (int i = 0; i < PER_KEY; i++) {
      slow.add(slowWriter(i));
    }
    await().atMost(Timeouts.STEP).until(() -> put(misuser).statusCode() == 503);
    for (int i = 0; i < 20; i++) {
      Instant started = Instant.now();
      assertThat(get(other).body()).isEqualTo("content");
      assertThat(Duration.between(started, Instant.now())).isLessThan(LONGEST_READ);
    }
  }

  @Test
  void keyHasALimitedNumberOfRequests() throws Exception {
    for (int i = 0; i < PER_KEY; i++) {
      slow.add(slowWriter(i));
    }
    await().atMost(Timeouts.STEP).until(() -> put(misuser).statusCode() == 503);
    assertThat(put(misuser).body()).contains("SlowDown");
    assertThat(put(other).statusCode()).isEqualTo(200);
  }

  @Test
  void slowWriterIsRefused() throws Exception {
    store.close();
    start(WINDOW);
    try (Socket socket = slowWriter(0)) {
      socket.setSoTimeout((int) Timeouts.STEP.toMillis());
      OutputStream out = socket.getOutputStream();
      await()
          .pollInterval(Duration.ofMillis(100))
          .atMost(Timeouts.STEP)
          .until(() -> {
            boolean isRefused = socket.getInputStream().available() > 0;
            if (!isRefused) {
              out.write('x');
              out.flush();
            }
            return isRefused;
          });
      byte[] response = socket.getInputStream().readNBytes(12);
      assertThat(new String(response, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 400");
    }
  }

  /** Their memory is reserved while they arrive. */
  @Test
  void slowDocumentsDoNotDelayListingsOfOthers() throws Exception {
    for (int i = 0; i < 4; i++) {
      URI url =
          URI.create(
              new PresignedUrl(store.endpoint("127.0.0.1"), misuser, Instant.now())
                  .of("POST", "", Map.of("delete", "")));
      Socket socket = new Socket("127.0.0.1", url.getPort());
      slow.add(socket);
      send(socket, "POST", url, 4_000_000);
    }
    await().atMost(LONG_WINDOW).until(() -> list(misuser) == 503);
    Instant started = Instant.now();
    assertThat(list(other)).isEqualTo(200);
    assertThat(Duration.between(started, Instant.now())).isLessThan(LONGEST_READ);
  }

  private int list(StorageCredentials credentials) throws Exception {
    String url =
        new PresignedUrl(store.endpoint("127.0.0.1"), credentials, Instant.now())
            .of("GET", "", Map.of("list-type", "2", "prefix", FOLDER));
    return http.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString())
        .statusCode();
  }

  /** 120 MB are declared, and nothing of them is sent: the response does not wait for them. */
  @Test
  void bodyWithAWrongSignatureIsNotRead() throws Exception {
    URI url = URI.create(withAWrongSignature(url("PUT", misuser, "x")));
    try (Socket socket = new Socket("127.0.0.1", url.getPort())) {
      Instant started = Instant.now();
      send(socket, url, 120_000_000);
      byte[] response = socket.getInputStream().readNBytes(12);
      assertThat(new String(response, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 403");
      assertThat(Duration.between(started, Instant.now())).isLessThan(LONGEST_READ);
    }
  }

  private static String withAWrongSignature(String url) {
    int first = url.indexOf("Signature=") + "Signature=".length();
    char wrong = url.charAt(first) == '0' ? '1' : '0';
    return url.substring(0, first) + wrong + url.substring(first + 1);
  }

  @Test
  void bodyThatIsTooLargeForItsProjectIsNotRead() throws Exception {
    URI url = URI.create(url("PUT", misuser, "large"));
    try (Socket socket = new Socket("127.0.0.1", url.getPort())) {
      send(socket, url, PER_PROJECT);
      byte[] response = socket.getInputStream().readNBytes(12);
      assertThat(new String(response, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 403");
    }
    assertThat(put(other).statusCode()).isEqualTo(200);
  }

  private Socket slowWriter(int number) throws IOException {
    URI url = URI.create(url("PUT", misuser, "slow" + number));
    Socket socket = new Socket("127.0.0.1", url.getPort());
    send(socket, url, 1_000_000);
    return socket;
  }

  private static void send(Socket socket, URI url, long length) throws IOException {
    send(socket, "PUT", url, length);
  }

  private static void send(Socket socket, String method, URI url, long length) throws IOException {
    String head =
        "%s %s?%s HTTP/1.1\r\nHost: %s\r\nContent-Length: %d\r\n\r\n"
            .formatted(method, url.getRawPath(), url.getRawQuery(), url.getAuthority(), length);
    socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
  }

  private HttpResponse<String> put(StorageCredentials credentials) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url("PUT", credentials, "other")))
            .PUT(BodyPublishers.ofString("content"))
            .build();
    return http.send(request, BodyHandlers.ofString());
  }

  private HttpResponse<String> get(StorageCredentials credentials) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url("GET", credentials, "other"))).build();
    return http.send(request, BodyHandlers.ofString());
  }

  private String url(String method, StorageCredentials credentials, String name) {
    return new PresignedUrl(store.endpoint("127.0.0.1"), credentials, Instant.now())
        .of(method, FOLDER + name, Map.of());
  }
}

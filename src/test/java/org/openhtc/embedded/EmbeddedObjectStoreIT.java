package org.openhtc.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openhtc.embedded.EmbeddedObjectStore.Listen;
import org.openhtc.storage.ObjectStoreConnection;

class EmbeddedObjectStoreIT {
  @TempDir private Path home;

  @Test
  void reusesItsKeyAfterARestartAndProtectsItsFiles() throws Exception {
    String secret = secretOfOneRun();
    assertThat(secretOfOneRun()).isEqualTo(secret);
    assertThat(Files.getPosixFilePermissions(home.resolve("s3-root-key")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(Files.getPosixFilePermissions(home.resolve("store")))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void twoStoresRunAtTheSameTime(@TempDir Path otherHome) throws Exception {
    try (EmbeddedObjectStore one = start(home, 0);
        EmbeddedObjectStore other = start(otherHome, 0)) {
      assertThat(one.connection().endpoint()).isNotEqualTo(other.connection().endpoint());
      assertThat(one.connection().secretKey()).isNotEqualTo(other.connection().secretKey());
    }
  }

  @Test
  void reusesItsPortAfterARestart() throws Exception {
    int first = portOfOneRun();
    assertThat(portOfOneRun()).isEqualTo(first);
  }

  @Test
  void restartedEndpointHasTheSamePort() throws Exception {
    try (EmbeddedObjectStore store = start(home, 0)) {
      URI before = endpoint(store);
      assertThat(store.responds()).isTrue();
      store.restart();
      assertThat(endpoint(store)).isEqualTo(before);
      assertThat(store.responds()).isTrue();
    }
  }

  @Test
  void choosesAnotherPortWhenTheStoredOneIsInUse() throws Exception {
    int first = portOfOneRun();
    try (ServerSocket other = new ServerSocket(first)) {
      assertThat(portOfOneRun()).isNotEqualTo(other.getLocalPort());
    }
  }

  @Test
  void theErrorNamesTheSettingWhenThePortIsInUse(@TempDir Path otherHome) throws Exception {
    try (EmbeddedObjectStore one = start(home, 0)) {
      int port = endpoint(one).getPort();
      assertThatThrownBy(() -> start(otherHome, port))
          .hasMessage("openhtc.embedded.s3-port %d is in use by another process", port);
    }
  }

  @Test
  void theErrorNamesTheFileWhenTheKeyIsDamaged() throws Exception {
    Files.writeString(home.resolve("s3-root-key"), "half a key");
    assertThatThrownBy(() -> start(home, 0))
        .hasMessageContaining("s3-root-key")
        .hasMessageContaining("damaged");
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /",
    "GET, /openhtc",
    "GET, /openhtc?list-type=2",
    "GET, /openhtc?location",
    "GET, /openhtc/key",
    "HEAD, /openhtc/key",
    "PUT, /openhtc/key",
    "PUT, /other",
    "DELETE, /openhtc/key",
    "POST, /openhtc?delete"
  })
  void anUnsignedRequestIsDenied(String method, String path) throws Exception {
    try (EmbeddedObjectStore store = start(home, 0);
        HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(endpoint(store).resolve(path))
              .method(method, HttpRequest.BodyPublishers.ofString(""))
              .build();
      assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(403);
    }
  }

  private int portOfOneRun() throws Exception {
    try (EmbeddedObjectStore store = start(home, 0)) {
      return endpoint(store).getPort();
    }
  }

  private String secretOfOneRun() throws Exception {
    try (EmbeddedObjectStore store = start(home, 0)) {
      return store.connection().secretKey();
    }
  }

  private static EmbeddedObjectStore start(Path home, int port) throws IOException {
    return EmbeddedObjectStore.start(
        home, new Listen("127.0.0.1", port), new FakeGrants(), Clock.systemUTC());
  }

  private static URI endpoint(EmbeddedObjectStore store) throws IOException {
    ObjectStoreConnection connection = store.connection();
    if (connection.endpoint() == null) {
      throw new IOException("the embedded store has no endpoint");
    }
    return connection.endpoint();
  }
}

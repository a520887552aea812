package org.openhtc.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openhtc.embedded.EmbeddedObjectStore.Listen;
import org.openhtc.storage.FolderGrant;
import org.openhtc.storage.StorageCredentials;

/** Which signed requests the embedded store refuses, and with which reason. */
class StoreSignatureIT {
  private static final String FOLDER = "projects/p/tasks/t/";

  @TempDir private Path home;
  private final HttpClient http = HttpClient.newHttpClient();
  private EmbeddedObjectStore store;
  private StorageCredentials credentials;

  @BeforeEach
  void start() throws Exception {
    UUID batch = UUID.randomUUID();
    FakeGrants grants = new FakeGrants(FolderGrant.writing(FOLDER));
    grants.place(batch, 1);
    store = EmbeddedObjectStore.start(home, new Listen("127.0.0.1", 0), grants, Clock.systemUTC());
    credentials = TestCredentials.ofAttempt(store, batch);
    assertThat(send("PUT", url("PUT", "source", Map.of())).statusCode()).isEqualTo(200);
  }

  @AfterEach
  void stop() throws Exception {
    http.close();
    store.close();
  }

  @Test
  void urlIsAccepted() throws Exception {
    assertThat(send("GET", url("GET", "source", Map.of())).body()).isEqualTo("content");
  }

  /** As curl sends it with --data-binary. */
  @Test
  void bodyOfAFormsTypeIsContent() throws Exception {
    HttpResponse<String> stored =
        send(
            "PUT",
            url("PUT", "form", Map.of()),
            "Content-Type",
            "application/x-www-form-urlencoded");
    assertThat(stored.statusCode()).isEqualTo(200);
    assertThat(send("GET", url("GET", "form", Map.of())).body()).isEqualTo("content");
  }

  @Test
  void unsignedHeadersAreRefused() throws Exception {
    String copied = "/openhtc/" + FOLDER + "source";
    for (String method : new String[] {"GET", "PUT"}) {
      HttpResponse<String> refused =
          send(method, url(method, "copy", Map.of()), "x-amz-copy-source", copied);
      refused(refused, 403, "headers present in the request which were not signed");
    }
    assertThat(send("GET", url("GET", "copy", Map.of())).statusCode()).isEqualTo(404);
  }

  @Test
  void secondExpiryIsRefused() throws Exception {
    String url = url("GET", "source", Map.of());
    refused(send("GET", url + "&X-Amz-Expires=604800"), 400, "exactly once");
    refused(send("GET", url.replace("?", "?X-Amz-Expires=604800&")), 400, "exactly once");
    refused(send("GET", url + "&X-Amz-Expire%73=604800"), 400, "exactly once");
  }

  @Test
  void urlIsValidOnlyInItsTime() throws Exception {
    refused(send("GET", url(Duration.ofHours(1))), 403, "not valid yet");
    refused(send("GET", url(Duration.ofHours(-1))), 403, "expired");
  }

  @Test
  void secondAuthorizationIsRefused() throws Exception {
    String url = url("GET", "source", Map.of());
    for (String header : new String[] {"Bearer x", "Basic eDp4", "AWS4-HMAC-SHA256 x"}) {
      refused(send("GET", url, "Authorization", header), 400, "Only one auth mechanism");
    }
  }

  @Test
  void tokenIsCheckedHoweverTheParametersAreWritten() throws Exception {
    String withoutToken = url("GET", "source", Map.of("X-Amz-Security-Token", "wrong"));
    refused(send("GET", withoutToken), 403, "session token");
    String encoded = withoutToken.replace("X-Amz-Credential", "X-Amz-Credentia%6C");
    refused(send("GET", encoded), 403, "session token");
    refused(send("GET", withoutToken, "Authorization", "Bearer x"), 400, "Only one auth");
  }

  @Test
  void versionTwoIsRefusedWithTheRemedy() throws Exception {
    URI object = store.endpoint("127.0.0.1").resolve("/openhtc/" + FOLDER + "source");
    String inQuery =
        object + "?AWSAccessKeyId=" + credentials.accessKey() + "&Expires=99&Signature=x";
    refused(send("GET", inQuery), 400, "s3v4");
    String header = "AWS " + credentials.accessKey() + ":c2lnbmF0dXJl";
    refused(send("GET", object.toString(), "Authorization", header), 400, "s3v4");
  }

  @Test
  void anonymousRequestsGetNoInformation() throws Exception {
    for (String path : new String[] {"/healthz", "/", "/openhtc/x?uploadId=../../../x"}) {
      HttpResponse<String> refused = send("GET", store.endpoint("127.0.0.1") + path);
      refused(refused, 403, "AccessDenied");
      assertThat(refused.headers().firstValue("Server")).isEmpty();
      assertThat(refused.body()).doesNotContain(home.toString());
    }
  }

  @Test
  void idsOfUploadsAreNoPaths() throws Exception {
    for (String id : new String[] {"../../../x", "..", "", "a/../b", "\u0000", "%2e%2e"}) {
      String url = url("PUT", "big", Map.of("uploadId", id, "partNumber", "1"));
      HttpResponse<String> refused = send("PUT", url);
      refused(refused, 404, "NoSuchUpload");
      assertThat(refused.body()).doesNotContain(home.toString());
    }
  }

  @Test
  void requestsAreRecorded() throws Exception {
    send("DELETE", url("DELETE", "source", Map.of()));
    send("GET", store.endpoint("127.0.0.1") + "/openhtc/refused%22");
    Path log = home.resolve("logs/s3-access.log");
    // The entry of a request is written after its response.
    await()
        .untilAsserted(() ->
            assertThat(Files.readString(log))
                .contains(
                    "\"operation\":\"PUT_OBJECT\"", credentials.accessKey(), FOLDER + "source")
                .contains("\"operation\":\"DELETE_OBJECT\"", "\"status\":204")
                .contains("\"status\":403", "\"error\":\"AccessDenied\""));
    assertThat(Files.readString(log))
        .doesNotContain(credentials.secretKey(), credentials.sessionToken(), "Signature");
  }

  private static void refused(HttpResponse<String> response, int status, String reason) {
    assertThat(response.body()).contains(reason);
    assertThat(response.statusCode()).isEqualTo(status);
  }

  private String url(Duration later) {
    return new PresignedUrl(store.endpoint("127.0.0.1"), credentials, Instant.now().plus(later))
        .of("GET", FOLDER + "source", Map.of());
  }

  private String url(String method, String name, Map<String, String> more) {
    return new PresignedUrl(store.endpoint("127.0.0.1"), credentials, Instant.now())
        .of(method, FOLDER + name, more);
  }

  private HttpResponse<String> send(String method, String url, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url))
            .method(
                method,
                method.equals("PUT")
                    ? BodyPublishers.ofString("content")
                    : BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), BodyHandlers.ofString());
  }
}

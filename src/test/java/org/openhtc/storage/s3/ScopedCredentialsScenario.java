package org.openhtc.storage.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.openhtc.storage.CredentialIssuer;
import org.openhtc.storage.FolderGrant;
import org.openhtc.storage.Folders;
import org.openhtc.storage.ObjectStoreConnection;
import org.openhtc.storage.StorageCredentials;
import org.openhtc.storage.UrlSigner;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * A task's folder and a project's shared folder in a store, objects in and outside of them, and a
 * client with the credentials of a job: read and write access to the task's folder, and read access
 * to the shared folder.
 */
public abstract class ScopedCredentialsScenario {
  static final Duration AN_HOUR = Duration.ofHours(1);

  final UUID project = UUID.randomUUID();
  final UUID taskId = UUID.randomUUID();
  protected final String task = Folders.task(project, taskId);
  protected final String shared = Folders.shared(project);
  final List<String> outside =
      List.of(
          Folders.task(project, UUID.randomUUID()) + "secret",
          task.substring(0, task.length() - 1) + "x/secret",
          Folders.shared(UUID.randomUUID()) + "secret",
          Folders.logs(project, taskId) + "secret",
          "secret-at-the-root-" + project);

  S3Client root;
  protected S3Client client;
  protected StorageCredentials credentials;

  /** The connection of the service, with full access to the bucket. */
  protected abstract ObjectStoreConnection store();

  protected abstract StorageCredentials issue(List<FolderGrant> folders);

  protected abstract CredentialIssuer issuer();

  @BeforeEach
  void putObjectsInAndOutsideTheFolders() {
    root = S3Clients.connect(store());
    put(root, shared + "in.txt", "shared input");
    outside.forEach(key -> put(root, key, "of another owner"));
    credentials = issue(List.of(FolderGrant.reading(shared), FolderGrant.writing(task)));
    client = with(credentials);
  }

  @AfterEach
  void close() {
    client.close();
    root.close();
  }

  protected static void denied(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            S3Exception.class, e -> assertThat(e.statusCode()).as(e.getMessage()).isEqualTo(403));
  }

  /** Accepts any error, because stores differ in the status for an unusual request. */
  static void refused(ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOf(SdkException.class);
  }

  static void ignoringRefusal(Runnable call) {
    try {
      call.run();
    } catch (S3Exception refused) {
      assertThat(refused.statusCode()).isIn(400, 403, 501);
    }
  }

  protected void put(S3Client client, String key, String text) {
    client.putObject(r -> r.bucket(bucket()).key(key), RequestBody.fromString(text));
  }

  protected String get(S3Client client, String key) {
    return client.getObjectAsBytes(r -> r.bucket(bucket()).key(key)).asUtf8String();
  }

  List<String> list(String prefix) {
    return client.listObjectsV2(r -> r.bucket(bucket()).prefix(prefix)).contents().stream()
        .map(S3Object::key)
        .toList();
  }

  void copy(String from, String to) {
    client.copyObject(r ->
        r.sourceBucket(bucket()).sourceKey(from).destinationBucket(bucket()).destinationKey(to));
  }

  CompletedPart part(String upload, int number, byte[] content) {
    String tag =
        client
            .uploadPart(
                r -> r.bucket(bucket()).key(task + "big").uploadId(upload).partNumber(number),
                RequestBody.fromBytes(content))
            .eTag();
    return CompletedPart.builder().partNumber(number).eTag(tag).build();
  }

  static ObjectIdentifier id(String key) {
    return ObjectIdentifier.builder().key(key).build();
  }

  void readWith(String key, String secret, String token) {
    try (S3Client client =
        with(new StorageCredentials(key, secret, token, credentials.expiration()))) {
      get(client, task + "a");
    }
  }

  protected S3Client with(StorageCredentials issued) {
    return S3Clients.connect(
        store(),
        StaticCredentialsProvider.create(
            AwsSessionCredentials.create(
                issued.accessKey(), issued.secretKey(), issued.sessionToken())));
  }

  UrlSigner.PresignRequest presign(UrlSigner.Method method, String name) {
    return new UrlSigner.PresignRequest(
        method,
        task + name,
        AN_HOUR,
        store().endpoint(),
        issuer().issuesLocally() ? credentials : null);
  }

  static HttpResponse<String> send(String method, URI uri)
      throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest.BodyPublisher body =
          method.equals("PUT") ? BodyPublishers.ofString("by URL", UTF_8) : BodyPublishers.noBody();
      return http.send(
          HttpRequest.newBuilder(uri).method(method, body).build(), BodyHandlers.ofString());
    }
  }

  String bucket() {
    return store().bucket();
  }
}

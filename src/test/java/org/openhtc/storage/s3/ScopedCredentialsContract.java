package org.openhtc.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openhtc.storage.Folders;
import org.openhtc.storage.UrlSigner;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;
import software.amazon.awssdk.services.s3.model.S3Error;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Checks over HTTP, with the AWS SDK, which access issued credentials give; each kind of store has
 * a subclass. The credentials are those of a job: read and write access to the task's folder, and
 * read access to the project's shared folder.
 */
public abstract class ScopedCredentialsContract extends ScopedCredentialsScenario {
  @Test
  void anObjectIsReadInWholeAndInPart() {
    client.putObject(
        r -> r.bucket(bucket()).key(task + "a").contentType("text/plain"),
        RequestBody.fromString("hello"));
    assertThat(get(client, task + "a")).isEqualTo("hello");
    assertThat(
            client
                .getObjectAsBytes(r -> r.bucket(bucket()).key(task + "a").range("bytes=1-2"))
                .asUtf8String())
        .isEqualTo("el");
    HeadObjectResponse head = client.headObject(r -> r.bucket(bucket()).key(task + "a"));
    assertThat(head.contentLength()).isEqualTo(5);
    assertThat(head.contentType()).isEqualTo("text/plain");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b+c%20é.txt", "deep/er/still", "ünïcödé", "a=b&c?d#e", "it's (1)!"})
  void namesMayContainSpecialCharacters(String name) {
    put(client, task + name, name);
    assertThat(get(client, task + name)).isEqualTo(name);
    assertThat(list(task)).containsExactly(task + name);
  }

  @Test
  void aDeletedObjectIsNotFound() {
    put(client, task + "a", "x");
    client.deleteObject(r -> r.bucket(bucket()).key(task + "a"));
    assertThatThrownBy(() -> get(client, task + "a"))
        .isInstanceOfSatisfying(S3Exception.class, e -> assertThat(e.statusCode()).isIn(404, 403));
    assertThat(list(task)).isEmpty();
  }

  @Test
  void bothListingVersionsListTheFolder() {
    put(client, task + "a", "x");
    put(client, task + "sub/b", "x");
    assertThat(list(task)).containsExactly(task + "a", task + "sub/b");
    assertThat(
            client
                .listObjects(r -> r.bucket(bucket()).prefix(task).delimiter("/"))
                .commonPrefixes()
                .getFirst()
                .prefix())
        .isEqualTo(task + "sub/");
    assertThat(
            client
                .listObjectsV2Paginator(r -> r.bucket(bucket()).prefix(task).maxKeys(1))
                .contents())
        .hasSize(2);
  }

  @Test
  void copiesFromTheSharedFolderToTheTasksFolder() {
    copy(shared + "in.txt", task + "copy");
    assertThat(get(client, task + "copy")).isEqualTo("shared input");
  }

  @Test
  void multipartUploadsAreCompleted() {
    byte[] part = new byte[5 << 20];
    new Random(1).nextBytes(part);
    String upload =
        client.createMultipartUpload(r -> r.bucket(bucket()).key(task + "big")).uploadId();
    List<CompletedPart> parts =
        java.util.stream.IntStream.rangeClosed(1, 2).mapToObj(n -> part(upload, n, part)).toList();
    assertThat(client.listParts(r -> r.bucket(bucket()).key(task + "big").uploadId(upload)).parts())
        .hasSize(2);
    assertThat(list(task)).isEmpty();
    client.completeMultipartUpload(r ->
        r.bucket(bucket()).key(task + "big").uploadId(upload).multipartUpload(m -> m.parts(parts)));
    assertThat(client.headObject(r -> r.bucket(bucket()).key(task + "big")).contentLength())
        .isEqualTo(2L * part.length);
  }

  @Test
  void anAbortedUploadLeavesNoObject() {
    String upload =
        client.createMultipartUpload(r -> r.bucket(bucket()).key(task + "big")).uploadId();
    part(upload, 1, new byte[5 << 20]);
    client.abortMultipartUpload(r -> r.bucket(bucket()).key(task + "big").uploadId(upload));
    assertThat(list(task)).isEmpty();
  }

  /** A store may use the id as a part of a path: it must not lead to another folder. */
  @Test
  void anUploadIdThatWasNotIssuedForTheKeyHasNoEffect() {
    String key = task + "big";
    String foreign =
        client.createMultipartUpload(r -> r.bucket(bucket()).key(task + "another")).uploadId();
    String ended = client.createMultipartUpload(r -> r.bucket(bucket()).key(key)).uploadId();
    client.abortMultipartUpload(r -> r.bucket(bucket()).key(key).uploadId(ended));
    String victim = Folders.shared(UUID.randomUUID());
    for (String id :
        List.of(
            foreign + "-projects/../" + victim + "evil",
            "../" + victim + "evil",
            "x-projects/../" + victim + "evil",
            UUID.randomUUID().toString(),
            foreign,
            ended)) {
      noSuchUpload(() ->
          client.uploadPart(
              r -> r.bucket(bucket()).key(key).uploadId(id).partNumber(1),
              RequestBody.fromString("x")));
      noSuchUpload(() ->
          client.uploadPartCopy(r ->
              r.sourceBucket(bucket())
                  .sourceKey(shared + "in.txt")
                  .destinationBucket(bucket())
                  .destinationKey(key)
                  .uploadId(id)
                  .partNumber(1)));
      noSuchUpload(() -> client.listParts(r -> r.bucket(bucket()).key(key).uploadId(id)));
      noSuchUpload(
          () -> client.abortMultipartUpload(r -> r.bucket(bucket()).key(key).uploadId(id)));
    }
    assertThat(root.listObjectsV2(r -> r.bucket(bucket()).prefix(victim)).contents()).isEmpty();
    assertThat(list(task)).isEmpty();
  }

  private static void noSuchUpload(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            S3Exception.class,
            e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("NoSuchUpload"));
  }

  @Test
  void deletingSeveralObjectsReportsARefusalPerKey() {
    put(client, task + "a", "x");
    DeleteObjectsResponse response =
        client.deleteObjects(
            r -> r.bucket(bucket()).delete(d -> d.objects(id(task + "a"), id(outside.getFirst()))));
    assertThat(response.deleted()).extracting(d -> d.key()).containsExactly(task + "a");
    assertThat(response.errors()).extracting(S3Error::key).containsExactly(outside.getFirst());
    assertThat(response.errors()).extracting(S3Error::code).containsExactly("AccessDenied");
    assertThat(get(root, outside.getFirst())).isEqualTo("of another owner");
  }

  @Test
  void theSharedFolderIsReadOnly() {
    assertThat(get(client, shared + "in.txt")).isEqualTo("shared input");
    assertThat(list(shared)).containsExactly(shared + "in.txt");
    denied(() -> put(client, shared + "new", "x"));
    denied(() -> client.deleteObject(r -> r.bucket(bucket()).key(shared + "in.txt")));
    denied(() -> copy(task + "nothing", shared + "new"));
    assertThat(get(root, shared + "in.txt")).isEqualTo("shared input");
  }

  @Test
  void objectsOutsideTheFoldersAreDenied() {
    for (String key : outside) {
      denied(() -> get(client, key));
      denied(() -> client.headObject(r -> r.bucket(bucket()).key(key)));
      denied(() -> put(client, key, "overwritten"));
      denied(() -> client.deleteObject(r -> r.bucket(bucket()).key(key)));
      denied(() -> client.createMultipartUpload(r -> r.bucket(bucket()).key(key)));
      denied(() -> copy(key, task + "stolen"));
      denied(() -> copy(shared + "in.txt", key));
      assertThat(get(root, key)).isEqualTo("of another owner");
    }
  }

  @Test
  void copyingAPartFromOutsideIsDenied() {
    String upload =
        client.createMultipartUpload(r -> r.bucket(bucket()).key(task + "big")).uploadId();
    denied(() ->
        client.uploadPartCopy(r ->
            r.sourceBucket(bucket())
                .sourceKey(outside.getFirst())
                .destinationBucket(bucket())
                .destinationKey(task + "big")
                .uploadId(upload)
                .partNumber(1)));
  }

  @Test
  void listingsOutsideTheFoldersAreDenied() {
    denied(() -> client.listObjectsV2(r -> r.bucket(bucket())));
    denied(() -> client.listObjects(r -> r.bucket(bucket())));
    denied(() -> list("projects/"));
    denied(() -> list("logs/"));
    denied(() -> list(task.substring(0, task.length() - 2)));
    denied(() -> client.listMultipartUploads(r -> r.bucket(bucket())));
  }

  @Test
  void bucketOperationsAreDenied() {
    String other = "b-" + UUID.randomUUID();
    denied(() -> client.createBucket(r -> r.bucket(other)));
    denied(() -> client.deleteBucket(r -> r.bucket(bucket())));
    denied(() -> client.getObjectAsBytes(r -> r.bucket(other).key(task + "a")));
    refused(() ->
        client.putBucketVersioning(
            r -> r.bucket(bucket()).versioningConfiguration(v -> v.status("Enabled"))));
  }

  @Test
  void unknownSecretsAndTokensAreRefused() {
    put(client, task + "a", "x");
    denied(() -> readWith(credentials.accessKey(), "wrong", credentials.sessionToken()));
    denied(() -> readWith(credentials.accessKey(), credentials.secretKey(), "wrong"));
    denied(() -> readWith("HTCUNKNOWN", credentials.secretKey(), credentials.sessionToken()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"../", "sub/../../", "./../", "..//"})
  void pathsUpwardsAreRefused(String path) {
    String key = task + path + "escaped";
    refused(() -> put(client, key, "x"));
    refused(() -> get(client, task + path + UUID.randomUUID()));
  }

  @Test
  void aPresignedUrlAllowsItsMethodAndObjectOnly() throws Exception {
    try (S3UrlSigner signer = new S3UrlSigner(store())) {
      URI put = signer.sign(presign(UrlSigner.Method.PUT, "signed é+.txt"));
      assertThat(send("PUT", put).statusCode()).isEqualTo(200);
      URI get = signer.sign(presign(UrlSigner.Method.GET, "signed é+.txt"));
      assertThat(send("GET", get).body()).isEqualTo("by URL");
      assertThat(send("PUT", get).statusCode()).isEqualTo(403);
      URI altered = URI.create(get.toString().replace("signed", "other"));
      assertThat(send("GET", altered).statusCode()).isEqualTo(403);
    }
  }

  @Test
  void objectsCannotBeMadePublic() throws Exception {
    ignoringRefusal(() ->
        client.putObject(
            r -> r.bucket(bucket()).key(task + "open").acl(ObjectCannedACL.PUBLIC_READ),
            RequestBody.fromString("open")));
    ignoringRefusal(() ->
        client.putObjectAcl(
            r -> r.bucket(bucket()).key(task + "open").acl(ObjectCannedACL.PUBLIC_READ)));
    URI unsigned = URI.create("%s/%s/%sopen".formatted(store().endpoint(), bucket(), task));
    assertThat(send("GET", unsigned).statusCode()).isEqualTo(403);
  }
}

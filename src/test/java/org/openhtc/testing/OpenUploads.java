package org.openhtc.testing;

import java.util.List;
import org.openhtc.storage.ObjectStoreConnection;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.MultipartUpload;

/** Multipart uploads that clients began and did not complete, as after a crash. */
public final class OpenUploads {
  private final ObjectStoreConnection store;

  public OpenUploads(ObjectStoreConnection store) {
    this.store = store;
  }

  /** Begins an upload and sends one part. */
  public void begin(String key) {
    try (S3Client client = client()) {
      String upload =
          client.createMultipartUpload(r -> r.bucket(store.bucket()).key(key)).uploadId();
      client.uploadPart(
          r -> r.bucket(store.bucket()).key(key).uploadId(upload).partNumber(1),
          RequestBody.fromString("a part"));
    }
  }

  /** The keys of all unfinished uploads. */
  public List<String> keys() {
    try (S3Client client = client()) {
      return client.listMultipartUploadsPaginator(r -> r.bucket(store.bucket())).uploads().stream()
          .map(MultipartUpload::key)
          .toList();
    }
  }

  private S3Client client() {
    return S3Client.builder()
        .endpointOverride(store.endpoint())
        .region(Region.of(store.region()))
        .forcePathStyle(true)
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(store.accessKey(), store.secretKey())))
        .build();
  }
}

package org.openhtc.storage.s3;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.openhtc.storage.CredentialIssuer;
import org.openhtc.storage.FolderGrant;
import org.openhtc.storage.ObjectStoreConnection;
import org.openhtc.storage.StorageCredentials;
import org.openhtc.storage.StoreUnavailable;
import org.openhtc.testing.MinioServer;

/**
 * Runs the contract against MinIO, a second S3 server that has an STS. {@code OPENHTC_TEST_MINIO}
 * is the path of the program; skipped when it is not set and no {@code minio} is on the PATH.
 */
class StsCredentialsIT extends ScopedCredentialsContract {
  private static MinioServer server;
  private static AssumedRole role;

  @BeforeAll
  static void start() throws IOException {
    server = MinioServer.start();
    role =
        AssumedRole.connect(server.connection(), new StsSettings(null, null, Duration.ofHours(1)));
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      role.close();
      server.close();
    }
  }

  @Override
  protected ObjectStoreConnection store() {
    return server.connection();
  }

  @Override
  protected CredentialIssuer issuer() {
    return role;
  }

  @Override
  protected StorageCredentials issue(List<FolderGrant> folders) {
    return role.issue(folders, Duration.ofHours(1));
  }

  @Test
  void anUnreachableServiceThrowsStoreUnavailable() {
    StsSettings nowhere =
        new StsSettings(URI.create("http://127.0.0.1:1"), null, Duration.ofHours(1));
    try (AssumedRole unreachable = AssumedRole.connect(server.connection(), nowhere)) {
      assertThatThrownBy(
              () -> unreachable.issue(List.of(FolderGrant.reading(task)), Duration.ofHours(1)))
          .isInstanceOf(StoreUnavailable.class);
    }
  }

  @Test
  void awsNeedsARole() {
    ObjectStoreConnection aws = new ObjectStoreConnection(null, "us-east-1", "b", "k", "s");
    assertThatThrownBy(
            () -> AssumedRole.connect(aws, new StsSettings(null, null, Duration.ofHours(1))))
        .hasMessageContaining("openhtc.storage.sts.role-arn");
  }
}

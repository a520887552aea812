package org.openhtc.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openhtc.embedded.EmbeddedObjectStore.Listen;
import org.openhtc.storage.AttemptGrant;
import org.openhtc.storage.FolderGrant;
import org.openhtc.storage.JobRight;
import org.openhtc.storage.StorageCredentials;
import org.openhtc.testing.SettableClock;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** When the embedded store accepts the derived credentials of a job's attempt. */
class AttemptCredentialsIT {
  private static final String FOLDER = "projects/p/tasks/t/";

  @TempDir private Path home;
  private final UUID batch = UUID.randomUUID();
  private final FakeGrants grants = new FakeGrants(FolderGrant.writing(FOLDER));
  private final SettableClock clock = new SettableClock();
  private EmbeddedObjectStore store;

  @BeforeEach
  void start() throws IOException {
    store = start(home);
  }

  @AfterEach
  void stop() throws Exception {
    store.close();
  }

  @Test
  void attemptOnAHostHasAccess() {
    grants.place(batch, 1);
    write(derive(store, 1));
  }

  @Test
  void attemptThatIsNotPlacedHasNoAccess() {
    denied(derive(store, 1));
  }

  @Test
  void anEndedAttemptHasNoAccess() {
    grants.place(batch, 1);
    StorageCredentials credentials = derive(store, 1);
    write(credentials);
    grants.end(batch);
    denied(credentials);
  }

  @Test
  void anEarlierAttemptHasNoAccess() {
    grants.place(batch, 2);
    denied(derive(store, 1));
    write(derive(store, 2));
  }

  @Test
  void credentialsOfAnotherInstallationAreRefused(@TempDir Path other) throws Exception {
    grants.place(batch, 1);
    try (EmbeddedObjectStore foreign = start(other)) {
      denied(derive(foreign, 1));
    }
    assertThat(grants.reads()).isZero();
  }

  @Test
  void expiredCredentialsOfARunningAttemptAreRefused() {
    grants.place(batch, 1);
    StorageCredentials credentials = derive(store, 1);
    clock.advance(Duration.ofMinutes(61));
    refused(() -> write(credentials), "ExpiredToken");
    assertThat(grants.reads()).isZero();
  }

  /** Neither with the secret of the genuine key nor with any other one. */
  @Test
  void keyWithAChangedExpiryIsRefused() {
    grants.place(batch, 1);
    StorageCredentials genuine = derive(store, 1);
    StorageCredentials later = derive(store, 1, Duration.ofHours(9));
    String key = genuine.accessKey();
    int expiry = key.indexOf(hex(genuine.expiration()));
    String changed =
        key.substring(0, expiry) + hex(later.expiration()) + key.substring(expiry + 16);
    denied(with(changed, genuine));
    denied(with(changed, later));
    denied(with(later.accessKey(), genuine));
    assertThat(grants.reads()).isZero();
  }

  private StorageCredentials derive(EmbeddedObjectStore issuer, int attempt) {
    return derive(issuer, attempt, Duration.ofHours(1));
  }

  private StorageCredentials derive(EmbeddedObjectStore issuer, int attempt, Duration lifetime) {
    Instant expiry = clock.instant().plus(lifetime).truncatedTo(ChronoUnit.SECONDS);
    EnumSet<JobRight> rights = EnumSet.of(JobRight.WRITE_TASK);
    return issuer
        .credentials()
        .derive(new AttemptGrant(batch, 0, attempt, rights, expiry))
        .orElseThrow();
  }

  private static String hex(Instant time) {
    return "%016X".formatted(time.getEpochSecond());
  }

  private static StorageCredentials with(String key, StorageCredentials other) {
    return new StorageCredentials(key, other.secretKey(), other.sessionToken(), other.expiration());
  }

  private void denied(StorageCredentials credentials) {
    assertThatThrownBy(() -> write(credentials))
        .isInstanceOfSatisfying(S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(403));
  }

  private static void refused(ThrowingCallable call, String code) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            S3Exception.class, e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code));
  }

  private void write(StorageCredentials credentials) {
    try (S3Client client =
        S3Client.builder()
            .endpointOverride(store.endpoint("127.0.0.1"))
            .region(Region.US_EAST_1)
            .forcePathStyle(true)
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsSessionCredentials.create(
                        credentials.accessKey(),
                        credentials.secretKey(),
                        credentials.sessionToken())))
            .build()) {
      client.putObject(
          r -> r.bucket("openhtc").key(FOLDER + "a"), RequestBody.fromString("content"));
    }
  }

  private EmbeddedObjectStore start(Path directory) throws IOException {
    return EmbeddedObjectStore.start(directory, new Listen("127.0.0.1", 0), grants, clock);
  }
}

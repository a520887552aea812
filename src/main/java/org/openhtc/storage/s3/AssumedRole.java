package org.openhtc.storage.s3;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.openhtc.storage.AttemptGrant;
import org.openhtc.storage.CredentialIssuer;
import org.openhtc.storage.FolderGrant;
import org.openhtc.storage.ObjectStoreConnection;
import org.openhtc.storage.StorageCredentials;
import org.openhtc.storage.StoreUnavailable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;

/** Issues credentials by STS: those of an assumed role, restricted by a session policy. */
final class AssumedRole implements CredentialIssuer, AutoCloseable {
  /** STS rejects requests for a shorter lifetime. */
  private static final Duration MIN_LIFETIME = Duration.ofMinutes(15);

  /** Stores without roles still require a name of this form. */
  private static final String PLACEHOLDER_ROLE = "arn:aws:iam::000000000000:role/openhtc";

  private final StsClient client;
  private final ObjectStoreConnection store;
  private final String role;
  private final Duration maxLifetime;

  private AssumedRole(
      StsClient client, ObjectStoreConnection store, String role, Duration maxLifetime) {
    this.client = client;
    this.store = store;
    this.role = role;
    this.maxLifetime = maxLifetime;
  }

  /**
   * Creates a client without opening a connection.
   *
   * @throws IllegalStateException when AWS's own STS is used and no role is configured
   */
  static AssumedRole connect(ObjectStoreConnection store, StsSettings settings) {
    URI endpoint = settings.endpoint() == null ? store.endpoint() : settings.endpoint();
    StsClient client = S3Clients.connectSts(store, endpoint);
    return new AssumedRole(client, store, role(settings, endpoint), settings.longest());
  }

  private static String role(StsSettings settings, @Nullable URI endpoint) {
    if (settings.roleArn() != null) {
      return settings.roleArn();
    }
    if (endpoint == null) {
      throw new IllegalStateException(
          "openhtc.storage.sts.role-arn is missing: AWS issues credentials only for a role");
    }
    return PLACEHOLDER_ROLE;
  }

  @Override
  public StorageCredentials issue(List<FolderGrant> folders, Duration lifetime) {
    try {
      return credentials(
          client
              .assumeRole(r ->
                  r.roleArn(role)
                      .roleSessionName("openhtc")
                      .policy(SessionPolicy.of(store.bucket(), folders))
                      .durationSeconds((int) granted(lifetime).toSeconds()))
              .credentials());
    } catch (SdkException e) {
      throw new StoreUnavailable("STS issued no credentials: " + e.getMessage(), e);
    }
  }

  /** An STS does not know which attempts are on a host. */
  @Override
  public Optional<StorageCredentials> derive(AttemptGrant grant) {
    return Optional.empty();
  }

  @Override
  public boolean issuesLocally() {
    return false;
  }

  @Override
  public void close() {
    client.close();
  }

  private Duration granted(Duration lifetime) {
    Duration limited = lifetime.compareTo(maxLifetime) < 0 ? lifetime : maxLifetime;
    return limited.compareTo(MIN_LIFETIME) < 0 ? MIN_LIFETIME : limited;
  }

  private static StorageCredentials credentials(Credentials issued) {
    return new StorageCredentials(
        issued.accessKeyId(), issued.secretAccessKey(), issued.sessionToken(), issued.expiration());
  }
}

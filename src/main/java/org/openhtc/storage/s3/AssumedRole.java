package org.openhtc.storage.s3;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openhtc.storage.CredentialSource;
import org.openhtc.storage.FolderGrant;
import org.openhtc.storage.ObjectStoreConnection;
import org.openhtc.storage.StorageCredentials;
import org.openhtc.storage.StoreUnavailable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;

/** Lends by STS: a role assumed for a while, narrowed down by a session policy. */
final class AssumedRole implements CredentialSource, AutoCloseable {
  private static final Duration SHORTEST = Duration.ofMinutes(15);

  /** Stores that know no roles want a name of this form all the same. */
  private static final String ANY_ROLE = "arn:aws:iam::000000000000:role/openhtc";

  private final StsClient client;
  private final ObjectStoreConnection store;
  private final String role;
  private final Duration longest;

  private AssumedRole(
      StsClient client, ObjectStoreConnection store, String role, Duration longest) {
    this.client = client;
    this.store = store;
    this.role = role;
    this.longest = longest;
  }

  /**
   * @throws IllegalStateException when AWS is to lend and no role is named
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
          "openhtc.storage.sts.role-arn is missing: AWS lends credentials of a role only");
    }
    return ANY_ROLE;
  }

  @Override
  public StorageCredentials lend(List<FolderGrant> folders, Duration lifetime) {
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
      throw new StoreUnavailable("STS lent nothing: " + e.getMessage(), e);
    }
  }

  @Override
  public boolean lendsAtOnce() {
    return false;
  }

  @Override
  public void close() {
    client.close();
  }

  private Duration granted(Duration lifetime) {
    Duration most = lifetime.compareTo(longest) < 0 ? lifetime : longest;
    return most.compareTo(SHORTEST) < 0 ? SHORTEST : most;
  }

  private static StorageCredentials credentials(Credentials lent) {
    return new StorageCredentials(
        lent.accessKeyId(), lent.secretAccessKey(), lent.sessionToken(), lent.expiration());
  }
}
